import type { PagePrinterStatus } from '../../main/contract/devices/page-printer.ts';
import { type IppMessage, ippGroup, numberOf, textsOf, valuesOf } from './codec.ts';

type Reason = { readonly what: string; readonly severity: 'error' | 'warning' | 'report' };

/** RFC 8011, 5.4.12: a reason without a severity is an error. */
function reasonOf(keyword: string): Reason {
  const [, what = keyword, severity = 'error'] = /^(.*?)(?:-(error|warning|report))?$/.exec(keyword) ?? [];
  return { what, severity: severity as Reason['severity'] };
}

const troubles: readonly { readonly reasons: readonly string[]; readonly status: PagePrinterStatus }[] = [
  // The cover comes first: with it open a printer cannot tell what paper it has, and whoever puts some in closes it last.
  { reasons: ['cover-open', 'door-open', 'interlock-open'], status: { state: 'cover-open' } },
  { reasons: ['media-jam'], status: { state: 'jam' } },
  { reasons: ['media-empty', 'media-needed', 'input-tray-missing'], status: { state: 'no-paper' } },
  { reasons: ['toner-empty', 'marker-supply-empty', 'developer-empty'], status: { state: 'no-toner' } },
];
/** CUPS says so of a printer that its queue does not reach, whatever severity it gives it. */
const notReached: readonly string[] = ['offline', 'shutdown', 'timed-out'];
const lowPaper: readonly string[] = ['media-low'];
const lowToner: readonly string[] = ['toner-low', 'marker-supply-low', 'developer-low'];
/** Where a printer gives a level in per cent and no limit of its own. */
const lowLevelPercent = 10;
/** However lightly it is said: the printer has something to print, and nothing to print it on. */
const waitsFor = 'media-needed';
const stopped = 5;
const processing = 4;

/**
 * What a printer says of itself. One that says neither its state nor what it takes is no printer to us. `isJobStopped`: a job of
 * ours has stopped in it; some say why only in passing, and call themselves idle.
 */
export function statusOf(answer: IppMessage, isJobStopped = false): PagePrinterStatus {
  const state = numberOf(answer, ippGroup.printer, 'printer-state');
  const formats = textsOf(answer, ippGroup.printer, 'document-format-supported');
  if (state === undefined) return { state: 'fault', fault: 'not-a-printer' };
  if (!formats.includes('application/pdf')) return { state: 'fault', fault: 'takes-no-pdf' };
  const reasons = textsOf(answer, ippGroup.printer, 'printer-state-reasons').map(reasonOf);
  if (reasons.some(({ what }) => notReached.includes(what))) return { state: 'no-printer' };
  // A warning of one tray of several stops nothing; of a printer that has stopped, it is the reason.
  const counting = reasons.filter(
    ({ what, severity }) => severity === 'error' || what === waitsFor || state === stopped || isJobStopped,
  );
  const trouble = troubles.find((one) => counting.some(({ what }) => one.reasons.includes(what)));
  if (trouble !== undefined) return trouble.status;
  const isTrayEmpty = reasons.some(({ what }) => what === 'media-empty');
  if (isTrayEmpty && areAllTraysEmpty(answer)) return { state: 'no-paper' };
  const [accepts] = valuesOf(answer, ippGroup.printer, 'printer-is-accepting-jobs');
  if (accepts?.kind === 'boolean' && !accepts.value) return { state: 'paused' };
  if (state === stopped) {
    return reasons.some(({ what }) => what === 'paused' || what === 'moving-to-paused')
      ? { state: 'paused' }
      : { state: 'fault', fault: 'stopped-by-device' };
  }
  if (state === processing) return { state: 'busy' };
  return {
    state: 'ready',
    paperLow: isTrayEmpty || reasons.some(({ what }) => lowPaper.includes(what)),
    tonerLow: reasons.some(({ what }) => lowToner.includes(what)) || isLevelLow(answer),
  };
}

/**
 * PWG 5100.13: a tray is one string of `key=value;`, its level in sheets, below zero where it does not know. A printer that has
 * nothing to print may call its only tray empty without calling that an error.
 */
function areAllTraysEmpty(answer: IppMessage): boolean {
  const levels = valuesOf(answer, ippGroup.printer, 'printer-input-tray').flatMap((tray) => {
    const said =
      tray.kind === 'other' ? /(?:^|;)level=(\d{1,6})(?:;|$)/.exec(Buffer.from(tray.bytes).toString('latin1')) : null;
    return said === null ? [] : [Number(said[1])];
  });
  return levels.length > 0 && levels.every((level) => level === 0);
}

/** Levels below zero say that they are not known. What is collected, and not used up, is low when all is well. */
function isLevelLow(answer: IppMessage): boolean {
  const types = textsOf(answer, ippGroup.printer, 'marker-types');
  const limits = valuesOf(answer, ippGroup.printer, 'marker-low-levels');
  return valuesOf(answer, ippGroup.printer, 'marker-levels').some((level, at) => {
    const limit = limits[at];
    const limitPercent = limit?.kind === 'integer' && limit.value >= 0 ? limit.value : lowLevelPercent;
    const isCollected = types[at]?.startsWith('waste') === true;
    return !isCollected && level.kind === 'integer' && level.value >= 0 && level.value <= limitPercent;
  });
}

/** Whether it takes a document now. */
export function takesDocument({ state }: PagePrinterStatus): boolean {
  return state === 'ready' || state === 'busy';
}
