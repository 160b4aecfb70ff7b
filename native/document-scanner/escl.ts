import type { ScannerStatus, ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import type { Clock } from '../clock.ts';
import type { HttpCall } from '../transports/http.ts';
import type { EsclCapabilities, EsclInput, EsclStatus } from './codec.ts';
import type { ScanInHand, ScannerWay } from './driver.ts';
import { firstByteLimitMs, type PageEnd } from './exchanges.ts';
import { leftoverJobs } from './leftover-jobs.ts';
import { isSameJob, lineTo, statusAfterLoss } from './line.ts';
import { givesJpeg, settingsFor, statusOf, troubleOf } from './states.ts';

/** A pulled network cable says nothing: only a question finds it out, and it is to be seen within a second. */
export const idlePollMs = 900;
/** Scanners answer 503 while a page is not ready yet. */
const notReadyPollMs = 500;

/**
 * A network scanner by its eSCL address. `bothSides`: a sheet in the feeder is two pages, front and back, where the scanner
 * can do that. Protocol: eSCL as the Mopria Alliance specifies it.
 */
export function esclScanner(options: {
  readonly call: HttpCall;
  readonly url: URL;
  readonly bothSides: boolean;
  readonly clock: Clock;
}): ScannerWay {
  const { clock, bothSides } = options;
  const line = lineTo(options.url, options.call, clock);
  const leftovers = leftoverJobs(line, options.url);
  /** Asked once for every time the scanner is there: another one may be plugged in at its address. */
  let capabilities: EsclCapabilities | undefined;

  async function look(): Promise<ScannerStatus> {
    if (capabilities === undefined) {
      const asked = await line.askCapabilities();
      if (!asked.ok) return asked.error;
      if (!givesJpeg(asked.value)) return { state: 'fault', fault: 'garbled' };
      capabilities = asked.value;
    }
    const said = await line.askStatus();
    if (said.ok) {
      await leftovers.heard(said.value);
      return statusOf(said.value, capabilities);
    }
    if (said.error.state !== 'busy') capabilities = undefined;
    return said.error;
  }

  const inputFor = (fromFeeder: boolean): { readonly input: EsclInput; readonly bothSides: boolean } | undefined => {
    const { glass, feeder, feederBothSides } = capabilities ?? {};
    if (fromFeeder && bothSides && feederBothSides !== undefined) return { input: feederBothSides, bothSides: true };
    const input = fromFeeder ? (feeder ?? feederBothSides) : glass;
    return input && { input, bothSides: fromFeeder && feeder === undefined };
  };

  async function fetchPages(hand: ScanInHand, job: URL, maxPages: number): Promise<ScanOutcome | 'stopped'> {
    let pages = 0;
    while (pages < maxPages) {
      const end = await fetchNext(hand, job, pages + 1);
      switch (end.page) {
        case 'whole':
          pages += 1;
          break;
        case 'stopped':
          return 'stopped';
        case 'too-large':
          return { outcome: 'page-too-large' };
        case 'refused':
          if (end.status === 404 || end.status === 410) return await endOf(job, pages);
          return notScanned(
            await whyNot({ state: 'fault', fault: end.status >= 500 ? 'stopped-by-device' : 'garbled' }),
          );
        case 'silent':
          return notScanned(await whyNot({ state: 'fault', fault: 'silent' }));
        case 'not-jpeg':
        case 'cut-short':
          return notScanned(await whyNot({ state: 'fault', fault: 'garbled' }));
        case 'lost':
          // It may have hung up because of what it now says; a scanner that says nothing is wrong sent half a page.
          return notScanned(await whyNot({ state: 'fault', fault: 'garbled' }, statusAfterLoss(end.reason)));
        default:
          return end satisfies never;
      }
    }
    return { outcome: 'done', pages };
  }

  /** A page, as soon as the scanner has it. */
  async function fetchNext(hand: ScanInHand, job: URL, page: number): Promise<PageEnd> {
    const startMs = clock.nowMs();
    for (;;) {
      if (hand.isStopped()) return { page: 'stopped' };
      const fetching = line.nextPage(job, (part, isLast) => hand.part(page, part, isLast));
      hand.onStop(fetching.stop);
      const end = await fetching.ended;
      hand.onStop(() => {});
      if (end.page !== 'refused' || end.status !== 503) return end;
      const said = await line.askStatus();
      if (said.ok && troubleOf(said.value) !== undefined) return end;
      if (clock.nowMs() - startMs >= firstByteLimitMs) return { page: 'silent' };
      await hand.pause(notReadyPollMs);
    }
  }

  /** No page is left. That is the end of the pile, a jam, or somebody who pressed "cancel" at the scanner. */
  async function endOf(job: URL, pages: number): Promise<ScanOutcome> {
    const said = await line.askStatus();
    if (!said.ok) return notScanned(said.error);
    const trouble = troubleOf(said.value);
    if (trouble !== undefined) return notScanned(trouble);
    if (wasCancelled(job, said.value)) return notScanned({ state: 'fault', fault: 'stopped-by-device' });
    if (pages > 0) return { outcome: 'done', pages };
    return notScanned(capabilities === undefined ? { state: 'no-scanner' } : statusOf(said.value, capabilities));
  }

  /** What the scanner itself gives as the reason; `otherwise` where it says that nothing is wrong with it. */
  async function whyNot(otherwise: ScannerStatus, whenSilent = otherwise): Promise<ScannerStatus> {
    const said = await line.askStatus();
    if (!said.ok) return said.error.state === 'no-scanner' ? said.error : whenSilent;
    return troubleOf(said.value) ?? otherwise;
  }

  return {
    idlePollMs,
    look,
    scan: async (now, hand) => {
      const isFeeder = now.feeder === 'loaded';
      const from = inputFor(isFeeder);
      if (from === undefined) return notScanned(now);
      const started = await line.startJob(settingsFor(isFeeder ? 'Feeder' : 'Platen', from.input, from.bothSides));
      if (!started.ok) {
        leftovers.mayHaveBegun();
        return notScanned(await whyNot(started.error));
      }
      const job = started.value;
      const outcome = await fetchPages(hand, job, isFeeder ? Number.POSITIVE_INFINITY : 1);
      if (outcome !== 'stopped' && outcome.outcome === 'done' && isFeeder) return outcome;
      if (!(await line.deleteJob(job))) leftovers.mayGoOn(job);
      return outcome === 'stopped' ? notScanned({ state: 'scanning' }) : outcome;
    },
  };
}

const notScanned = (because: ScannerStatus): ScanOutcome => ({ outcome: 'not-scanned', because });

function wasCancelled(job: URL, { jobs }: EsclStatus): boolean {
  return jobs.some(({ uri, state }) => isSameJob(job, uri) && (state === 'Canceled' || state === 'Aborted'));
}
