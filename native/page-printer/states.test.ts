import { expect, it } from 'vitest';
import type { PagePrinterStatus } from '../../main/contract/devices/page-printer.ts';
import { type IppMessage, type IppValue, ippGroup } from './codec.ts';
import { statusOf } from './states.ts';

function answer(
  state: number | undefined,
  reasons: readonly string[],
  more: Readonly<Record<string, readonly IppValue[]>> = {},
): IppMessage {
  const attributes: Record<string, readonly IppValue[]> = {
    ...(state !== undefined && { 'printer-state': [{ kind: 'enum', value: state }] }),
    'printer-state-reasons': reasons.map((value) => ({ kind: 'keyword', value })),
    'document-format-supported': [{ kind: 'mime-type', value: 'application/pdf' }],
    ...more,
  };
  return {
    version: 0x0101,
    code: 0,
    requestId: 1,
    groups: [
      { group: ippGroup.printer, attributes: Object.entries(attributes).map(([name, values]) => ({ name, values })) },
    ],
  };
}

const integers = (...values: readonly number[]): readonly IppValue[] =>
  values.map((value) => ({ kind: 'integer', value }));
const trays = (...said: readonly string[]): Readonly<Record<string, readonly IppValue[]>> => ({
  'printer-input-tray': said.map((tray) => ({ kind: 'other', tag: 0x30, bytes: Buffer.from(tray) })),
});
const ready: PagePrinterStatus = { state: 'ready', paperLow: false, tonerLow: false };

it.each<[string, IppMessage, PagePrinterStatus]>([
  ['idle', answer(3, ['none']), ready],
  ['at work', answer(4, ['none']), { state: 'busy' }],
  ['low on paper', answer(3, ['media-low-warning']), { ...ready, paperLow: true }],
  ['low on toner', answer(3, ['toner-low-report']), { ...ready, tonerLow: true }],
  ['low by its level', answer(3, ['none'], { 'marker-levels': integers(80, 7) }), { ...ready, tonerLow: true }],
  ['a level it does not know', answer(3, ['none'], { 'marker-levels': integers(-2) }), ready],
  [
    'a limit of its own',
    answer(3, ['none'], { 'marker-levels': integers(7), 'marker-low-levels': integers(5) }),
    ready,
  ],
  ['out of paper', answer(5, ['media-empty-error']), { state: 'no-paper' }],
  ['a reason without a severity', answer(3, ['media-needed']), { state: 'no-paper' }],
  ['one empty tray of it is not known how many', answer(3, ['media-empty-warning']), { ...ready, paperLow: true }],
  [
    'one empty tray of two',
    answer(3, ['media-empty-report'], trays('type=auto;level=0;', 'type=auto;level=125;')),
    { ...ready, paperLow: true },
  ],
  [
    'waiting for paper in the middle',
    answer(4, ['media-empty-warning', 'media-needed-warning']),
    { state: 'no-paper' },
  ],
  [
    'all trays empty that know it',
    answer(3, ['media-empty-report'], trays('type=auto;level=-2;', 'type=auto;maxcapacity=250;level=0;name=main')),
    { state: 'no-paper' },
  ],
  [
    'a waste tank that is nearly empty',
    answer(3, ['none'], {
      'marker-levels': integers(3, 80),
      'marker-types': ['waste-toner', 'toner'].map((value) => ({ kind: 'keyword', value })),
    }),
    ready,
  ],
  ['stopped by what it calls a warning', answer(5, ['media-empty-warning']), { state: 'no-paper' }],
  ['cover before paper', answer(5, ['media-empty-error', 'door-open-error']), { state: 'cover-open' }],
  ['a jam', answer(5, ['media-jam-error']), { state: 'jam' }],
  ['no toner', answer(5, ['marker-supply-empty-error']), { state: 'no-toner' }],
  ['stopped by somebody', answer(5, ['paused']), { state: 'paused' }],
  [
    'closed to new jobs',
    answer(3, ['none'], { 'printer-is-accepting-jobs': [{ kind: 'boolean', value: false }] }),
    { state: 'paused' },
  ],
  ['stopped for no reason', answer(5, ['none']), { state: 'fault', fault: 'stopped-by-device' }],
  ['a queue that does not reach its printer', answer(3, ['offline-report']), { state: 'no-printer' }],
  [
    'no PDF',
    answer(3, ['none'], { 'document-format-supported': [{ kind: 'mime-type', value: 'image/urf' }] }),
    { state: 'fault', fault: 'takes-no-pdf' },
  ],
  ['no state at all', answer(undefined, ['none']), { state: 'fault', fault: 'not-a-printer' }],
])('%s', (_name, message, status) => {
  expect(statusOf(message)).toEqual(status);
});

it('takes anything for the reason when a job of ours has stopped', () => {
  const said = answer(3, ['media-empty-report'], trays('type=auto;level=0;', 'type=auto;level=125;'));
  expect(statusOf(said, true)).toEqual({ state: 'no-paper' });
});
