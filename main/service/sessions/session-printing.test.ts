import { describe, expect, it } from 'vitest';
import type { PagePrinterStatus } from '../../contract/devices/page-printer.ts';
import { copy, hall, type Hall, handIn, lastPrint } from './test-hall.ts';

describe('what is printed for a person', () => {
  it('prints a whole receipt again when the paper is back', async () => {
    const given = hall();
    await handIn(given);
    const first = lastPrint(given);
    given.session.onHostMessage({ message: 'device-status', device: 'receiptPrinter', status: { state: 'no-paper' } });
    given.session.onHostMessage({
      message: 'print-outcome',
      jobId: first.jobId,
      result: { outcome: 'not-printed', because: { state: 'no-paper' }, onPaper: 'part' },
    });
    expect(given.session.screen()).toMatchObject({
      print: { state: 'stopped', because: { state: 'no-paper' }, onPaper: 'part' },
    });
    given.session.onHostMessage({
      message: 'device-status',
      device: 'receiptPrinter',
      status: { state: 'ready', paperNearEnd: false },
    });
    const second = lastPrint(given);
    expect(second.jobId).not.toBe(first.jobId);
    expect(second.document).toEqual(first.document);
    // An answer to the first job comes late: it says nothing about the second.
    given.session.onHostMessage({ message: 'print-outcome', jobId: first.jobId, result: { outcome: 'printed' } });
    expect(given.session.screen()).toMatchObject({ print: { state: 'printing' } });
    given.session.onHostMessage({ message: 'print-outcome', jobId: second.jobId, result: { outcome: 'printed' } });
    expect(given.session.screen()).toMatchObject({ print: { state: 'printed' } });
    expect(given.noted).toEqual(['printed']);
  });

  it('prints again what is true by then', async () => {
    const given = hall();
    await handIn(given);
    const first = lastPrint(given);
    given.session.onHostMessage({ message: 'print-outcome', jobId: first.jobId, result: { outcome: 'printed' } });
    given.setState('received-there');
    given.act({ act: 'print-again' });
    expect(JSON.stringify(first.document)).toContain('kept-here');
    expect(JSON.stringify(lastPrint(given).document)).toContain('received-there');
  });

  it('marks as a copy only what is printed after one came out whole', async () => {
    const given = hall();
    await handIn(given);
    const torn = lastPrint(given);
    const because = { state: 'ready', paperNearEnd: false } as const;
    given.session.onHostMessage({
      message: 'print-outcome',
      jobId: torn.jobId,
      result: { outcome: 'not-printed', because, onPaper: 'part' },
    });
    given.act({ act: 'print-again' });
    const whole = lastPrint(given);
    expect(whole.document).toEqual(torn.document);
    given.session.onHostMessage({ message: 'print-outcome', jobId: whole.jobId, result: { outcome: 'printed' } });
    given.act({ act: 'print-again' });
    expect(JSON.stringify(lastPrint(given).document)).toContain('copy');
    given.act({ act: 'finish' });
    given.act({ act: 'finish' });
    await handIn(given);
    expect(lastPrint(given).document).toEqual(torn.document);
  });

  describe('with a printer for pages', () => {
    const ready: PagePrinterStatus = { state: 'ready', paperLow: false, tonerLow: false };
    const say = (given: Hall, status: PagePrinterStatus) =>
      given.session.onHostMessage({ message: 'device-status', device: 'pagePrinter', status });
    const printed = ({ toHost }: Hall) => toHost.filter(({ message }) => message === 'print-pages').length;
    const handedIn = async () => {
      const given = hall();
      say(given, ready);
      await handIn(given);
      return given;
    };

    it('offers what was handed in, and prints it once for two touches', async () => {
      const given = await handedIn();
      expect(given.session.screen()).toMatchObject({ pages: { state: 'offered' } });
      given.act({ act: 'print-pages' });
      given.act({ act: 'print-pages' });
      expect(printed(given)).toBe(1);
      expect(given.toHost.at(-1)).toEqual({ message: 'print-pages', ticket: given.ticket(), document: copy });
      say(given, { state: 'printing' });
      expect(given.session.screen()).toMatchObject({ pages: { state: 'printing' } });
      given.session.onHostMessage({ message: 'pages-outcome', ticket: given.ticket(), result: { outcome: 'printed' } });
      expect(given.session.screen()).toMatchObject({ pages: { state: 'printed' } });
    });

    it('does not offer what cannot be done now', async () => {
      const given = await handedIn();
      say(given, { state: 'no-paper' });
      expect(given.session.screen()).toMatchObject({ pages: null });
    });

    it('says what the printer waits for, and lets the person have enough of it', async () => {
      const given = await handedIn();
      given.act({ act: 'print-pages' });
      say(given, { state: 'no-paper' });
      expect(given.session.screen()).toMatchObject({ pages: { state: 'waiting', because: { state: 'no-paper' } } });
      given.act({ act: 'stop-pages' });
      expect(given.toHost.at(-1)).toEqual({ message: 'stop-pages', ticket: given.ticket() });
      const late = { message: 'pages-outcome', ticket: given.ticket(), result: { outcome: 'printed' } } as const;
      given.session.onHostMessage(late);
      expect(given.session.screen()).toMatchObject({ pages: null });
    });

    it('offers it again when what stopped it is put right, and prints nothing by itself', async () => {
      const given = await handedIn();
      given.act({ act: 'print-pages' });
      const because = { state: 'jam' } as const;
      say(given, because);
      const result = { outcome: 'not-printed', because } as const;
      given.session.onHostMessage({ message: 'pages-outcome', ticket: given.ticket(), result });
      expect(given.session.screen()).toMatchObject({ pages: { state: 'stopped', because } });
      say(given, ready);
      expect(given.session.screen()).toMatchObject({ pages: { state: 'offered' } });
      expect(printed(given)).toBe(1);
    });

    it('does not know whether it came out when the device host dies while printing', async () => {
      const given = await handedIn();
      given.act({ act: 'print-pages' });
      given.session.onHostLost();
      expect(given.session.screen()).toMatchObject({ pages: { state: 'unsure' } });
    });

    it('forgets it with the person, and takes no late answer for the next one', async () => {
      const given = await handedIn();
      const first = given.ticket();
      given.act({ act: 'print-pages' });
      given.act({ act: 'finish' });
      expect(given.toHost.at(-1)).toEqual({ message: 'release-card', ticket: first });
      given.act({ act: 'finish' });
      await handIn(given);
      given.act({ act: 'print-pages' });
      given.session.onHostMessage({ message: 'pages-outcome', ticket: first, result: { outcome: 'printed' } });
      expect(given.session.screen()).toMatchObject({ pages: { state: 'printing' } });
    });

    it('does not wait for ever with somebody who has gone while the printer wants paper', async () => {
      const given = await handedIn();
      const { jobId } = lastPrint(given);
      given.session.onHostMessage({ message: 'print-outcome', jobId, result: { outcome: 'printed' } });
      given.act({ act: 'print-pages' });
      given.timers.pass(250_000);
      expect(given.session.screen()).toMatchObject({ screen: 'result' });
      say(given, { state: 'no-paper' });
      given.timers.pass(150_000);
      expect(given.session.screen()).toMatchObject({ screen: 'goodbye', because: 'idle' });
    });
  });

  it('does not know whether a receipt came out when the device host dies while printing', async () => {
    const given = hall();
    await handIn(given);
    given.session.onHostLost();
    expect(given.session.screen()).toMatchObject({ print: { state: 'unsure' } });
  });

  it('prints one receipt for two touches', async () => {
    const given = hall();
    await handIn(given);
    given.session.onHostMessage({
      message: 'print-outcome',
      jobId: lastPrint(given).jobId,
      result: { outcome: 'printed' },
    });
    const before = given.toHost.length;
    given.act({ act: 'print-again' });
    given.act({ act: 'print-again' });
    expect(given.toHost.length).toBe(before + 1);
  });

  it('prints nothing more for somebody who has left', async () => {
    const given = hall();
    await handIn(given);
    const { jobId } = lastPrint(given);
    given.session.onHostMessage({
      message: 'print-outcome',
      jobId,
      result: { outcome: 'not-printed', because: { state: 'no-paper' }, onPaper: 'part' },
    });
    given.act({ act: 'finish' });
    given.session.onHostMessage({
      message: 'device-status',
      device: 'receiptPrinter',
      status: { state: 'ready', paperNearEnd: false },
    });
    expect(lastPrint(given).jobId).toBe(jobId);
  });

  it('follows the case while the person still stands there', async () => {
    const given = hall();
    await handIn(given);
    expect(given.session.about().inSession).toBe(true);
    given.setState('received-there');
    given.session.onCaseChanged('LLZ01-1-0001-A');
    expect(given.session.screen()).toMatchObject({ state: 'received-there' });
  });
});
