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
  const guide = [
    {
      title: say('谁能办', 'Who may ask'),
      text: say(
        '年满 16 岁，带居民身份证或者港澳台居民居住证，为自己开。',
        'Anyone of 16 or older, for themselves, with a resident ID card or a residence permit.',
      ),
    },
    { title: say('要带什么', 'What to bring'), text: say('只要身份证。', 'Only your ID card.') },
    {
      title: say('多久、多少钱', 'How long and how much'),
      text: say('办理地收到后 3 个工作日，不收费。', '3 working days after it has arrived there, free of charge.'),
    },
    {
      title: say('在哪里开都一样吗？', 'Does it matter where it is issued?'),
      text: say(
        '要选户口所在地，或者现在居住的地方。用证明的单位有要求的，照它说的选。',
        'Choose where you are registered or where you live. If whoever asks for it names a place, choose that one.',
      ),
    },
    {
      title: say('我能替家里人开吗？', 'Can I ask for a relative?'),
      text: say(
        '在这台机器上只能为自己开。替别人开，请带两个人的身份证和委托书到窗口。',
        'Not here. For somebody else, please go to the counter with both ID cards and a letter of authority.',
      ),
    },
    {
      title: say('证明多久有效？', 'How long is it good for?'),
      text: say(
        '由用它的单位说了算，一般要三个月内的。',
        'Whoever asks for it decides; usually it must not be older than three months.',
      ),
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
    guide,
    forChild: false,
    keepDraft: false,
    draftTrouble: null,
  } as const;
  add('notice', notice);
  add('notice-child', { ...notice, forChild: true });
  add('notice-keep-draft', { ...notice, keepDraft: true });
  add('notice-not-erased', { ...notice, draftTrouble: 'not-erased' });
}
