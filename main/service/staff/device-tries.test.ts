import { beforeEach, describe, expect, it } from 'vitest';
import { type ServiceToHost, serviceToHost } from '../../contract/device-host.ts';
import type { IdCard } from '../../contract/card.ts';
import { createDeviceTries } from './device-tries.ts';
import { testPages, testReceipt } from './trial-papers.ts';

const place = { zh: '柳林镇便民服务中心', en: 'Liulin' };
const card: IdCard = {
  kind: 'resident',
  name: '王小芳',
  sex: 'female',
  ethnicCode: '01',
  birth: '1980-03-12',
  address: '安徽省阜阳市',
  idNumber: '341202198003120024',
  issuedBy: '某局',
  validFrom: '2016-01-01',
  validUntil: '2036-01-01',
};

let sent: ServiceToHost[];
let hostIsUp: boolean;
let isFree: boolean;
let givenBack: number;
let tries: ReturnType<typeof createDeviceTries>;
beforeEach(() => {
  sent = [];
  hostIsUp = true;
  isFree = true;
  givenBack = 0;
  tries = createDeviceTries({
    isFree: () => isFree,
    toHost: (message) => {
      if (hostIsUp) sent.push(serviceToHost.parse(message));
      return hostIsUp;
    },
    receipt: () => testReceipt(place, '2026-11-23 14:32'),
    pages: () => testPages(place, '2026-11-23 14:32'),
    onGivenBack: () => (givenBack += 1),
    onChange: () => {},
  });
});

const ticket = (): string =>
  sent.flatMap((order) => (order.message === 'watch-card' ? [order.ticket] : [])).at(-1) ?? '';
const orders = (): readonly string[] => sent.map(({ message }) => message);

describe('a try of', () => {
  it('the receipt printer prints a paper that is nobody’s', () => {
    tries.begin('receiptPrinter');
    const [order] = sent;
    if (order?.message !== 'print') throw new Error('nothing was printed');
    expect(tries.state()).toEqual({ device: 'receiptPrinter', state: 'working' });
    tries.onHostMessage({ message: 'print-outcome', jobId: 'another', result: { outcome: 'printed' } });
    expect(tries.state()?.state).toBe('working');
    tries.onHostMessage({ message: 'print-outcome', jobId: order.jobId, result: { outcome: 'printed' } });
    expect(tries.state()?.state).toBe('worked');
    expect(orders()).toEqual(['print']);
  });

  it.each([
    ['not-worked', { outcome: 'not-printed', because: { state: 'no-paper' }, onPaper: 'nothing' }],
    ['look-at-paper', { outcome: 'unknown' }],
  ] as const)('the receipt printer ends %s', (state, result) => {
    tries.begin('receiptPrinter');
    const [order] = sent;
    tries.onHostMessage({ message: 'print-outcome', jobId: order?.message === 'print' ? order.jobId : '', result });
    expect(tries.state()?.state).toBe(state);
  });

  it('the card reader says that a card was read, keeps nothing of it, and gives the reader back', () => {
    tries.begin('idCardReader');
    expect(orders()).toEqual(['watch-card', 'read-card']);
    const states = (['waiting', 'lift-first', 'waiting', 'reading', 'lay-again', 'reading'] as const).map((event) => {
      tries.onHostMessage({ message: 'card', ticket: ticket(), card: { event } });
      return tries.state()?.state;
    });
    expect(states).toEqual([
      'put-something-there',
      'take-away-first',
      'put-something-there',
      'working',
      'again',
      'working',
    ]);
    const read = { event: 'read', card, samId: '05', samStatus: '000090', cardSecret: 'A'.repeat(43) } as const;
    tries.onHostMessage({ message: 'card', ticket: ticket(), card: read });
    expect(JSON.stringify(tries.state())).toBe('{"device":"idCardReader","state":"worked"}');
    expect(sent.at(-1)).toEqual({ message: 'release-card', ticket: ticket() });
    expect(givenBack).toBe(1);
  });

  it('the scanner lets every page fall', () => {
    tries.begin('documentScanner');
    tries.onHostMessage({
      message: 'page-part',
      ticket: ticket(),
      scan: ticket(),
      page: 1,
      base64: 'AAAA',
      last: true,
    });
    expect(tries.state()?.state).toBe('working');
    const result = { outcome: 'done', pages: 1 } as const;
    tries.onHostMessage({ message: 'scan-outcome', ticket: ticket(), scan: '0'.repeat(32), result });
    expect(tries.state()?.state).toBe('working');
    tries.onHostMessage({ message: 'scan-outcome', ticket: ticket(), scan: ticket(), result });
    expect(tries.state()?.state).toBe('worked');
    tries.begin('documentScanner');
    const jam = { outcome: 'not-scanned', because: { state: 'jam' } } as const;
    tries.onHostMessage({ message: 'scan-outcome', ticket: ticket(), scan: ticket(), result: jam });
    expect(tries.state()?.state).toBe('not-worked');
  });

  it('the page printer, the code reader and the card slot go the same way', () => {
    tries.begin('pagePrinter');
    tries.onHostMessage({ message: 'pages-outcome', ticket: ticket(), result: { outcome: 'printed' } });
    expect(tries.state()).toEqual({ device: 'pagePrinter', state: 'worked' });
    tries.begin('codeReader');
    tries.onHostMessage({ message: 'code', ticket: ticket(), code: { event: 'unreadable' } });
    expect(tries.state()?.state).toBe('again');
    tries.onHostMessage({ message: 'code', ticket: ticket(), code: { event: 'read', text: '341202198003120024' } });
    expect(JSON.stringify(tries.state())).toBe('{"device":"codeReader","state":"worked"}');
    tries.begin('smartCardReader');
    tries.onHostMessage({ message: 'social-card', ticket: ticket(), card: { event: 'pull-first' } });
    expect(tries.state()).toEqual({ device: 'smartCardReader', state: 'take-away-first' });
  });
});

describe('it', () => {
  it('does not begin while somebody’s session stands there, or without a device host', () => {
    isFree = false;
    expect(tries.begin('idCardReader')).toBe(false);
    expect(sent).toEqual([]);
    isFree = true;
    hostIsUp = false;
    tries.begin('idCardReader');
    expect(tries.state()?.state).toBe('not-worked');
  });

  it('is called off by its end, and what still comes of it is nothing', () => {
    tries.begin('idCardReader');
    const first = ticket();
    tries.end();
    expect(tries.state()).toBeNull();
    expect(sent.at(-1)).toEqual({ message: 'release-card', ticket: first });
    tries.begin('codeReader');
    tries.onHostMessage({ message: 'card', ticket: first, card: { event: 'reading' } });
    expect(tries.state()).toEqual({ device: 'codeReader', state: 'put-something-there' });
  });

  it('ends with the device host', () => {
    tries.begin('documentScanner');
    tries.onHostLost();
    expect(tries.state()?.state).toBe('not-worked');
  });
});
