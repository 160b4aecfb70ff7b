import type { Screen } from '../../../main/contract/view/screen.ts';
import type { Sampling } from './sampling.ts';

export function addHome({ say, itemName, elderly, add }: Sampling): void {
  const home: Screen = {
    screen: 'home',
    interrupted: false,
    draftWaits: false,
    takesCodes: false,
    code: null,
    events: [],
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
  add('home-code-unknown', { ...home, takesCodes: true, code: 'unknown' }, { inSession: false });
  add('home-code-unreadable', { ...home, takesCodes: true, code: 'unreadable' }, { inSession: false });
  add('home-no-items', { ...home, items: [] }, { inSession: false });

  const all = offered(say, home.items);
  const events = [
    { event: 'child', names: [say('生育登记', 'Birth registration')] },
    { event: 'study', names: [say('申请助学贷款', 'Student loan')] },
    { event: 'work', names: [say('转养老保险关系', 'Move your pension insurance'), itemName] },
    { event: 'home', names: [say('取公积金', 'Housing fund')] },
    { event: 'moving', names: [say('办居住证', 'Residence permit')] },
    { event: 'marriage', names: [say('预约结婚登记', 'Book a wedding registration')] },
    { event: 'illness', names: [say('异地就医备案', 'Treatment in another place')] },
    { event: 'old-age', names: [say('领养老金资格认证', 'Proof of life for a pension')] },
    { event: 'business', names: [say('办营业执照', 'Business licence')] },
    { event: 'money', names: [say('开税收完税证明', 'Certificate of tax paid')] },
    { event: 'documents', names: [say('补领身份证', 'Replace an ID card'), itemName] },
  ] as const;
  const shownEvents = elderly ? events.slice(6, 10) : events;
  const many: Screen = { ...home, events: shownEvents.map((one) => ({ ...one, names: [...one.names] })) };
  add('home-events', { ...many, items: [] }, { inSession: false });
  add('home-events-used', many, { inSession: false });
  add('home-events-codes', { ...many, takesCodes: true, code: 'unknown' }, { inSession: false, online: false });
  add('home-events-interrupted', { ...many, interrupted: true, draftWaits: true }, { inSession: false });
  add('items-of-event', { screen: 'items', event: 'moving', items: all.slice(0, 3) }, { inSession: false });
  add('items-all', { screen: 'items', event: null, items: all }, { inSession: false, online: false });
  add('find', { screen: 'find', text: '', items: [] }, { inSession: false });
  add('find-one', { screen: 'find', text: 'wfzjl', items: all.slice(0, 1) }, { inSession: false, online: false });
  add('find-many', { screen: 'find', text: say('证', 'c'), items: all }, { inSession: false });
  add('find-nothing', { screen: 'find', text: say('火星', 'mars'), items: [] }, { inSession: false });
}

/** As many as a hall has after a year. */
function offered(say: Sampling['say'], first: Extract<Screen, { screen: 'home' }>['items']): typeof first {
  const more = [
    ['medical', '办理异地就医备案', 'Treatment in another place'],
    ['housing', '提取住房公积金还商业贷款', 'Take out housing fund to repay a bank loan'],
    ['tax', '开税收完税证明', 'Certificate of tax paid'],
    ['id-card', '补领身份证', 'Replace an ID card'],
    ['company', '办个体工商户营业执照', 'Business licence for a one-person business'],
    ['marriage', '补领结婚证', 'Replace a marriage certificate'],
    ['elderly', '领养老金资格认证', 'Proof of life for a pension'],
    ['family', '生育登记', 'Birth registration'],
  ] as const;
  return [
    ...first,
    ...more.map(([picture, zh, en]) => ({ id: picture, name: say(zh, en), summary: say('…', '…'), picture })),
  ];
}
