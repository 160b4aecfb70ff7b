import { sampleSignature } from '../sample-signature.ts';
import { samplePhoto } from '../../../native/id-card/sample-photo.ts';
import type { Sampling } from './sampling.ts';

export function addCheck({ say, itemName, add }: Sampling): void {
  const checkRows = [
    { label: say('姓名', 'Name'), text: '王**', change: null },
    { label: say('身份证', 'ID card'), text: '3412**********0028', change: null },
    { label: say('办理地', 'Place'), text: say('安徽省 阜阳市 颍州区', 'Yingzhou, Fuyang, Anhui'), change: 'place' },
    { label: say('用途', 'Purpose'), text: say('找工作、入职', 'To find or start work'), change: 'reason' },
    { label: say('从', 'From'), text: say('2018 年 3 月', 'March 2018'), change: 'from' },
    { label: say('到', 'To'), text: say('2026 年 11 月', 'November 2026'), change: 'until' },
    { label: say('怎么领', 'How'), text: say('快递送到家', 'By courier'), change: 'collect' },
    { label: say('收件人', 'Recipient'), text: '王小芳', change: 'recipient' },
    { label: say('手机', 'Mobile'), text: '138 1234 5512', change: 'phone' },
    {
      label: say('地址', 'Address'),
      text: '浙江省杭州市萧山区北干街道金城路 1038 号 3 栋 2 单元 1201 室',
      change: 'address',
    },
  ];
  const check = {
    screen: 'check',
    itemName,
    step: { at: 6, of: 6 },
    rows: checkRows.map((row) => ({ ...row, under: null, signature: null })),
    photo: null,
    failed: null,
    submitting: false,
  } as const;
  add('check', check, { online: false });
  const signed = {
    under: null,
    label: say('签名', 'Signature'),
    text: say('已签名', 'Signed'),
    signature: sampleSignature,
    change: 'signature',
  };
  add('check-signed', { ...check, rows: [...check.rows.slice(0, 5), signed] });
  const block = Uint8Array.from({ length: 1024 }, (_, at) => (at * 89 + (at >> 3) * 31) & 0xff);
  const photo = { type: 'image/bmp', base64: samplePhoto(block).toString('base64') } as const;
  add('check-photo', { ...check, photo });
  const family = [1, 2, 3].flatMap((at) => {
    const under = say(`家庭成员 ${at}`, `member of the family ${at}`);
    const row = (id: string, label: string, text: string) => ({
      under,
      label,
      text,
      signature: null,
      change: `family.${at}.${id}`,
    });
    return [
      row('who', say('是谁', 'Who'), say('王小明，儿子，110105194912310021', 'Wang Xiaoming, son, 110105194912310021')),
      row('job', say('做什么', 'What they do'), say('上学', 'At school')),
    ];
  });
  const promised = {
    under: null,
    label: say('承诺', 'Promise'),
    text: say('已承诺', 'Promised'),
    signature: null,
    change: 'promise',
  };
  const scanned = {
    under: null,
    label: say('户口簿', 'Household register'),
    text: say('3 页', '3 pages'),
    signature: null,
    change: 'register',
  };
  add('check-group', { ...check, rows: [...check.rows.slice(0, 4), ...family, scanned, promised, signed] });
  add('check-disk-full', { ...check, failed: 'disk-full' });
  add('check-no-sealing-key', { ...check, failed: 'no-sealing-key' });
  add('check-submitting', { ...check, submitting: true });
}
