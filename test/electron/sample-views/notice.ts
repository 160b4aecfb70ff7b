import type { Sampling } from './sampling.ts';

export function addNotice({ say, itemName, add }: Sampling): void {
  const takes = [
    {
      what: say('身份证上的全部文字，不要照片和指纹', 'All the text on your ID card; no photo, no fingerprints'),
      why: say(
        '姓名、性别、民族、生日、住址、号码、发证机关、有效期，居住证还有通行证号码和签发次数。用来核对证明开给谁。',
        'Name, sex, ethnic group, birth, address, number, issuer and validity; on a residence permit also the pass number and times issued. To be sure whom the certificate is for.',
      ),
    },
    {
      what: say(
        '您填的办理地、用途、时间、手机号、收件人和地址',
        'What you enter: place, purpose, months, phone, recipient and address',
      ),
      why: say('写在证明上，办好了告诉您，送到您手里', 'To write it, to tell you when it is done, and to deliver it'),
    },
    {
      what: say(
        '读卡器的编号、办理时间、选的语言和字号',
        "The card reader's number, the time, your language and text size",
      ),
      why: say('知道在哪里、什么时候办的，好答复您', 'To show where and when it was done, and how to answer you'),
    },
  ];
  const notice = {
    screen: 'notice',
    itemName,
    takes,
    keeps: say(
      '内容加密存在这台机器里，送到跨省通办平台。平台打开它，转给您选的办理地。平台存好了，这台机器就删掉。',
      'It is kept encrypted on this machine and goes to the central platform, which opens it and passes it on to the place you choose. Once the platform has stored it, this machine deletes it.',
    ),
    keepDraft: false,
    draftTrouble: null,
  } as const;
  add('notice', notice);
  add('notice-keep-draft', { ...notice, keepDraft: true });
  add('notice-not-erased', { ...notice, draftTrouble: 'not-erased' });
}
