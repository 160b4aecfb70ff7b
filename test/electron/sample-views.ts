import { noneConfigured } from '../../main/contract/devices/statuses.ts';
import { filmName } from '../workbench/camera-film.ts';
import { sampleSignature } from './sample-signature.ts';
import type { CodeForQuestion } from '../../main/contract/view/question.ts';
import type { Screen } from '../../main/contract/view/screen.ts';
import type { View } from '../../main/contract/view/view.ts';
import type { Language } from '../../main/contract/words.ts';

/** Every screen in every state that looks different, with words as an item has them. No person in here is real. */

export interface Sample {
  readonly name: string;
  readonly view: View;
}

export interface Look {
  readonly language: Language;
  readonly elderly: boolean;
  readonly panelHeightMm: number;
}

type Changes = Partial<Omit<View, 'screen' | keyof Look>>;

export function sampleViews(look: Look): readonly Sample[] {
  const say = (zh: string, en: string, zhPlain = zh, enPlain = en): string =>
    look.language === 'zh' ? (look.elderly ? zhPlain : zh) : look.elderly ? enPlain : en;
  const itemName = say(
    '开无犯罪记录证明',
    'Certificate of no criminal record',
    '开无犯罪记录证明',
    'No-crime certificate',
  );
  const base: Omit<View, 'screen'> = {
    run: 'sample',
    session: 1,
    place: say('柳林镇便民服务中心', 'Liulin Town Service Centre'),
    online: true,
    reader: { state: 'ready', samId: '05.01-20101129-0001228293-0296863149' },
    printer: { state: 'ready', paperNearEnd: false },
    devicesRestarting: false,
    codesAreTyped: false,
    keys: { pressed: [], typed: null },
    inSession: true,
    draftAtIdle: 'none',
    helpName: say('柳林镇便民服务中心服务台', 'Liulin Town Service Centre, desk'),
    helpPhone: '0558-2250012',
    idleEndsInSeconds: null,
    ...look,
  };
  const samples: Sample[] = [];
  const add = (name: string, screen: Screen, changes: Changes = {}): void => {
    samples.push({ name, view: { ...base, ...changes, screen } });
  };

  const home: Screen = {
    screen: 'home',
    interrupted: false,
    draftWaits: false,
    takesCodes: false,
    code: null,
    items: [
      {
        id: 'no-criminal-record',
        name: itemName,
        summary: say(
          '找工作、出国、办手续要用。三个工作日办好。',
          'For work, travel and formalities. Ready in three working days.',
        ),
        picture: 'certificate',
      },
      {
        id: 'pension-transfer',
        name: say('转养老保险关系', 'Move your pension insurance', '转养老保险', 'Move your pension'),
        summary: say(
          '换了地方工作，把交过的养老保险转过去。',
          'You work in another place now: take what you paid in with you.',
        ),
        picture: 'pension',
      },
    ],
  };
  add('home', home, { inSession: false });
  add('home-no-reader', home, { inSession: false, reader: { state: 'no-reader' } });
  add('home-offline', home, { inSession: false, online: false, printer: { state: 'no-paper' } });
  add('home-interrupted', { ...home, interrupted: true }, { inSession: false });
  add('home-draft-waits', { ...home, interrupted: true, draftWaits: true }, { inSession: false });
  add('home-codes', { ...home, takesCodes: true }, { inSession: false });
  add('home-code-receipt', { ...home, takesCodes: true, code: 'receipt' }, { inSession: false });
  add('home-no-items', { ...home, items: [] }, { inSession: false });

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

  const step = { at: 1, of: 6 };
  const reader = { state: 'ready', samId: '05.01-20260101-0000000001-0000000001' } as const;
  const identity = { screen: 'identity', itemName, step, reader, card: 'waiting', refusal: null } as const;
  add('identity-waiting', identity, { online: false });
  add('identity-getting-ready', { ...identity, card: 'getting-ready' });
  add('identity-lift-first', { ...identity, card: 'lift-first' });
  add('identity-reading', { ...identity, card: 'reading' });
  add('identity-lay-again', { ...identity, card: 'lay-again' });
  add('identity-expired', { ...identity, card: 'refused', refusal: { why: 'expired' } });
  add('identity-too-young', {
    ...identity,
    card: 'refused',
    refusal: {
      why: 'too-young',
      instead: say(
        '未满 16 岁的孩子，请由父母带户口簿到派出所窗口办。',
        'For a child under 16, a parent can apply at the police station with the household register.',
      ),
    },
  });
  add('identity-unknown-card', { ...identity, card: 'refused', refusal: { why: 'unknown-card' } });
  add('identity-no-reader', { ...identity, reader: { state: 'no-reader' } });

  add('resume', { screen: 'resume', itemName, otherItemName: null });
  add('resume-other', {
    screen: 'resume',
    itemName,
    otherItemName: say('转养老保险关系', 'Move your pension insurance', '转养老保险', 'Move your pension'),
  });

  const question = {
    screen: 'question',
    itemName,
    fault: null,
    changing: false,
    value: null,
    draftTrouble: null,
  } as const;
  const reason: Screen = {
    ...question,
    step: { at: 3, of: 6 },
    question: 'reason',
    ask: say(
      '您为什么要开这张证明？',
      'What do you need the certificate for?',
      '开这张证明，做什么用？',
      'What is it for?',
    ),
    help: say(
      '选一项。不确定就选“说不清”，工作人员会联系您。',
      'Choose one. If you are not sure, choose “I cannot say”; we will call you.',
      '点一个就行。',
      'Touch one.',
    ),
    view: {
      kind: 'choice',
      options: [
        { id: 'work', text: say('找工作、入职', 'To find or start work', '找工作', 'Work') },
        { id: 'abroad', text: say('出国、出境', 'To go abroad', '出国', 'Going abroad') },
        { id: 'court', text: say('打官司、办公证', 'For a court or a notary', '打官司', 'A court or notary') },
        { id: 'other', text: say('办别的手续', 'For other formalities', '别的', 'Something else') },
        { id: 'unsure', text: say('说不清', 'I cannot say') },
      ],
    },
    value: { kind: 'choice', option: 'work' },
  };
  add('question-choice', reason, { online: false });
  add('question-not-kept', { ...reason, draftTrouble: 'card' }, { online: false });
  add('question-choice-missing', { ...reason, value: null, fault: 'missing' });
  add('question-phone', {
    ...question,
    step: { at: 5, of: 6 },
    question: 'phone',
    ask: say(
      '收件人的手机号码是多少？',
      "What is the recipient's mobile number?",
      '收件人的手机号码？',
      "Recipient's mobile?",
    ),
    help: say('快递员会打这个电话。', 'The courier will call it.'),
    view: { kind: 'phone' },
    value: { kind: 'phone', digits: '1381234' },
    fault: 'phone-form',
  });
  add('question-name', {
    ...question,
    step: { at: 4, of: 6 },
    question: 'recipient',
    ask: say('谁收这张证明？', 'Who receives the certificate?'),
    help: say('写收件人的名字。', "Write the recipient's name."),
    view: { kind: 'text', content: 'name', asOnCard: { masked: '龘**' }, code: null, socialCard: null },
  });
  const address: Screen = {
    ...question,
    step: { at: 5, of: 6 },
    question: 'address',
    ask: say('寄到哪里？', 'Where shall it be sent?'),
    help: say('写清楚路名、门牌号、房间号。', 'Street, house and room, please.'),
    view: {
      kind: 'text',
      content: 'address',
      asOnCard: { masked: say('安徽省阜阳市颍州区********', 'Yingzhou, Fuyang, Anhui ********') },
      code: null,
      socialCard: null,
    },
    value: { kind: 'text', text: '浙江省杭州市萧山区北干街道金城路 1038 号 3 栋 2 单元 1201 室' },
    changing: true,
  };
  add('question-address', address);
  const number = (code: CodeForQuestion, text: string | null): Screen => ({
    ...question,
    step: { at: 3, of: 6 },
    question: 'number',
    ask: say('旧证明的编号是多少？', 'What is the number of the old certificate?'),
    help: say('在证明的右上角，二维码旁边。', 'At the upper right, beside the square code.'),
    view: { kind: 'text', content: 'number', asOnCard: null, code, socialCard: null },
    value: text === null ? null : { kind: 'text', text },
  });
  add('question-number', number({ state: 'none', canLight: true, text: null, nth: 0 }, null));
  add('question-number-looking', number({ state: 'looking', canLight: true, text: null, nth: 0 }, null));
  add('question-number-read', number({ state: 'read', canLight: true, text: 'WF-2026-0012', nth: 1 }, 'WF-2026-0012'));
  add('question-number-no-reader', number({ state: 'out', canLight: false, text: null, nth: 0 }, null));
  for (const state of ['none', 'reading', 'insert-again', 'not-yours', 'read', 'out'] as const) {
    const text = state === 'read' ? 'A12345678' : null;
    add(`question-social-card-${state}`, {
      ...question,
      step: { at: 7, of: 9 },
      question: 'social-card-number',
      ask: say(
        '社保卡的卡号是多少？',
        'What is the number of your social-security card?',
        '社保卡的卡号？',
        'The number on the card?',
      ),
      help: say('印在卡的正面，9 位。', 'It is printed on the front: 9 characters.'),
      view: { kind: 'text', content: 'number', asOnCard: null, code: null, socialCard: { state, text, nth: 0 } },
      value: text === null ? null : { kind: 'text', text },
    });
  }
  // Everything at once that takes height.
  add(
    'question-address-short',
    { ...address, value: { kind: 'text', text: '金城路' }, fault: 'text-too-short' },
    { online: false },
  );
  const region: Screen = {
    ...question,
    step: { at: 2, of: 6 },
    question: 'place',
    ask: say('您的户口在哪里？', 'Where is your household registered?'),
    help: say(
      '身份证上写的是这里。搬过户口的，请改一下。',
      'Your card says this. If you have moved, please change it.',
    ),
    view: { kind: 'region', depth: 'county' },
    value: { kind: 'region', code: '341202' },
  };
  add('question-region', region);
  add('question-region-missing', { ...region, value: null, fault: 'missing' }, { online: false });
  const month: Screen = {
    ...question,
    step: { at: 3, of: 6 },
    question: 'from',
    ask: say('从哪年哪月开始查？', 'From which month on?'),
    help: say('一般从满 14 岁查起。', 'Usually from the age of 14.'),
    view: { kind: 'date', precision: 'month', latestYear: 2026 },
    value: { kind: 'date', date: '2018-03' },
    fault: 'date-before-birth',
  };
  add('question-month', month, { online: false });
  add('question-month-missing', { ...month, value: null, fault: 'missing' }, { online: false });

  const paper = {
    ...question,
    step: { at: 5, of: 7 },
    question: 'payment-record',
    ask: say(
      '带了以前的缴费凭证吗？',
      'Do you have your payment record with you?',
      '带缴费凭证了吗？',
      'Is the record with you?',
    ),
    help: say(
      '带了就扫一下，查得快一些；没带也能办。',
      'If so, scan it: it makes things quicker. It also works without.',
    ),
  } as const;
  const pages = {
    kind: 'paper',
    maxPages: 5,
    needed: false,
    scanner: { state: 'ready', feeder: 'empty' },
    camera: null,
    scan: { state: 'none' },
  } as const;
  const scanned = (count: number) =>
    ({ kind: 'paper', papers: Array.from({ length: count }, (_, at) => `${'A'.repeat(20)}${at}A`) }) as const;
  add('question-paper', { ...paper, view: pages });
  add('question-paper-missing', { ...paper, view: { ...pages, needed: true }, fault: 'missing' });
  add('question-paper-gone', { ...paper, view: { ...pages, needed: true }, fault: 'page-gone', changing: true });
  add('question-paper-scanning', {
    ...paper,
    view: { ...pages, scanner: { state: 'scanning' }, scan: { state: 'running', pages: 2 } },
    value: scanned(2),
  });
  add('question-paper-full', { ...paper, view: { ...pages, scan: { state: 'full' } }, value: scanned(5) });
  add('question-paper-jam', {
    ...paper,
    view: { ...pages, scanner: { state: 'jam' }, scan: { state: 'stopped', because: { state: 'jam' } } },
    value: scanned(2),
  });
  add('question-paper-needs-staff', {
    ...paper,
    view: { ...pages, needed: true, scanner: { state: 'no-scanner' } },
  });
  add('question-paper-camera', { ...paper, view: { ...pages, camera: filmName } });
  add('question-paper-camera-more', {
    ...paper,
    view: { ...pages, camera: filmName, scanner: { state: 'not-configured' } },
    value: scanned(2),
  });
  add('question-paper-camera-keeping', {
    ...paper,
    view: { ...pages, camera: filmName, scan: { state: 'keeping' } },
    value: scanned(1),
  });
  add('question-paper-no-scanner', { ...paper, view: { ...pages, scanner: { state: 'no-scanner' } } });

  const signature = {
    ...question,
    step: { at: 6, of: 7 },
    question: 'signature',
    ask: say('请签上您的名字', 'Please sign your name'),
    help: say('签了，就是说上面填的都是真的。', 'With it you say that what you entered is true.'),
    view: { kind: 'signature' },
  } as const;
  add('question-signature', signature);
  add('question-signature-missing', { ...signature, fault: 'missing' }, { online: false });
  add('question-signature-signed', { ...signature, value: sampleSignature });

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
    rows: checkRows.map((row) => ({ ...row, signature: null })),
    failed: null,
    submitting: false,
  } as const;
  add('check', check, { online: false });
  const signed = {
    label: say('签名', 'Signature'),
    text: say('已签名', 'Signed'),
    signature: sampleSignature,
    change: 'signature',
  };
  add('check-signed', { ...check, rows: [...check.rows.slice(0, 5), signed] });
  add('check-disk-full', { ...check, failed: 'disk-full' });
  add('check-no-sealing-key', { ...check, failed: 'no-sealing-key' });
  add('check-submitting', { ...check, submitting: true });

  const result = {
    screen: 'result',
    itemName,
    caseNumber: 'LLZ01-1-0047-87',
    next: say(
      '送到后 3 个工作日内办好，用快递寄给您。',
      'Ready within 3 working days of arrival, and sent to you by courier.',
    ),
    pages: null,
  } as const;
  const printed = { ...result, state: 'received-there', print: { state: 'printed' } } as const;
  add('result-a4-offered', { ...printed, pages: { state: 'offered' } });
  add('result-a4-printing', { ...printed, pages: { state: 'printing' } });
  add('result-a4-waiting', { ...printed, pages: { state: 'waiting', because: { state: 'no-paper' } } });
  add('result-a4-no-paper-at-all', {
    ...printed,
    print: { state: 'stopped', because: { state: 'no-paper' }, onPaper: 'part' },
    pages: { state: 'waiting', because: { state: 'no-paper' } },
  });
  add('result-a4-printed', { ...printed, pages: { state: 'printed' } });
  add('result-a4-stopped', { ...printed, pages: { state: 'stopped', because: { state: 'cover-open' } } });
  add('result-a4-unsure', { ...printed, pages: { state: 'unsure' } });
  add('result-printing', { ...result, state: 'kept-here', print: { state: 'printing' } }, { online: false });
  add('result-printed', { ...result, state: 'received-there', print: { state: 'printed' } });
  add('result-sent-unsure', { ...result, state: 'sent', print: { state: 'unsure' } });
  add(
    'result-no-paper',
    { ...result, state: 'kept-here', print: { state: 'stopped', because: { state: 'no-paper' }, onPaper: 'part' } },
    { online: false, printer: { state: 'no-paper' } },
  );
  add('result-no-printer', { ...result, state: 'kept-here', print: { state: 'no-printer' } });
  add('result-refused', { ...result, next: '', state: 'refused-there', print: { state: 'printed' } });

  const goodbye = {
    screen: 'goodbye',
    because: 'finished',
    draft: 'none',
    cardPresent: false,
    chipCardPresent: false,
  } as const;
  add('goodbye-card', { ...goodbye, cardPresent: true }, { inSession: false });
  add('goodbye-chip-card', { ...goodbye, chipCardPresent: true }, { inSession: false });
  add('goodbye-finished', goodbye, { inSession: false });
  add('goodbye-idle', { ...goodbye, because: 'idle' }, { inSession: false });
  add('goodbye-draft-kept', { ...goodbye, because: 'idle', draft: 'kept' }, { inSession: false });
  add('goodbye-not-erased', { ...goodbye, because: 'left', draft: 'not-erased' }, { inSession: false });
  add('idle', reason, { idleEndsInSeconds: 27 });
  add('idle-draft-kept', reason, { idleEndsInSeconds: 27, draftAtIdle: 'kept' });
  add('idle-not-erased', reason, { idleEndsInSeconds: 27, draftAtIdle: 'not-erased' });

  add('staff-pin', { screen: 'staff-pin', wrong: true, lockedSeconds: 0, card: 'not-offered' }, { inSession: false });
  add(
    'staff-pin-locked',
    { screen: 'staff-pin', wrong: true, lockedSeconds: 60, card: 'waiting' },
    { inSession: false },
  );
  for (const card of ['no-reader', 'waiting', 'asking', 'insert-again', 'unknown-card', 'not-staff'] as const)
    add(`staff-card-${card}`, { screen: 'staff-pin', wrong: false, lockedSeconds: 0, card }, { inSession: false });
  const waiting = (
    [
      ['no-network', 'ECONNREFUSED'],
      ['papers-under-way', '1/3 41%'],
      ['platform-identity-not-proven', 'pin'],
      ['not-tried-yet', ''],
    ] as const
  ).flatMap(([waitsBecause, detail], index) =>
    [0, 1].map((more) => ({
      caseNumber: `LLZ01-1-00${40 + index * 2 + more}-87`,
      itemName,
      submittedAt: `2026-11-2${index}T0${8 + more}:32:00+08:00`,
      state: waitsBecause === 'papers-under-way' ? ('sent' as const) : ('kept-here' as const),
      reason: waitsBecause,
      detail,
      receiptPrinted: more === 0,
    })),
  );
  const staff: Screen = {
    screen: 'staff',
    waiting: waiting.slice(0, 6),
    waitingFrom: 0,
    waitingCount: 23,
    askedToSendAt: null,
    card: 'staff-7',
    devices: {
      idCardReader: { state: 'fault', fault: 'sam-not-authorised' },
      receiptPrinter: { state: 'ready', paperNearEnd: true },
      pagePrinter: { state: 'ready', paperLow: false, tonerLow: true },
      documentScanner: { state: 'fault', fault: 'garbled' },
      smartCardReader: { state: 'several-readers' },
      codeReader: { state: 'no-reader' },
      keypad: { state: 'not-configured' },
    },
    trying: null,
    configFaults: [
      {
        file: 'services/marriage.yaml',
        line: 18,
        wrong: say('“when” 说的问题 “way” 不在前面', '"when" names the question "way", which does not come before'),
        right: say('写前面问过的一个选择题的 id', 'the id of a choice question asked earlier'),
      },
    ],
  };
  add('staff', staff, { inSession: false });
  add(
    'staff-asked',
    {
      ...staff,
      waiting: waiting.slice(6),
      waitingFrom: 6,
      waitingCount: 8,
      askedToSendAt: '2026-11-23T09:41:07+08:00',
    },
    { inSession: false },
  );
  add(
    'staff-trying',
    { ...staff, trying: { device: 'idCardReader', state: 'put-something-there' } },
    { inSession: false },
  );
  add('staff-tried', { ...staff, trying: { device: 'receiptPrinter', state: 'worked' } }, { inSession: false });
  add('staff-in-session', staff);
  add(
    'staff-cannot-look',
    {
      screen: 'staff',
      waiting: [],
      waitingFrom: 0,
      waitingCount: null,
      askedToSendAt: null,
      card: null,
      devices: noneConfigured,
      trying: null,
      configFaults: [],
    },
    { inSession: false },
  );
  add(
    'out-of-service',
    { screen: 'out-of-service', code: 'database-newer', helpName: base.helpName, helpPhone: base.helpPhone },
    { inSession: false },
  );
  add(
    'no-room',
    { screen: 'out-of-service', code: 'disk-2', helpName: base.helpName, helpPhone: base.helpPhone },
    { inSession: false },
  );
  return samples;
}
