import type { Screen } from '../../../main/contract/view/screen.ts';
import type { Sampling } from './sampling.ts';

export function addHome({ say, itemName, add }: Sampling): void {
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
  add('home-code-unknown', { ...home, takesCodes: true, code: 'unknown' }, { inSession: false });
  add('home-code-unreadable', { ...home, takesCodes: true, code: 'unreadable' }, { inSession: false });
  add('home-no-items', { ...home, items: [] }, { inSession: false });
}
