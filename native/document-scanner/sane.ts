import { basename } from 'node:path';
import {
  maxPagePartBytes,
  type ScannerStatus,
  type ScanOutcome,
} from '../../main/contract/devices/document-scanner.ts';
import type { Result } from '../../main/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { Scanimage } from '../transports/sane.ts';
import type { PageFolder } from '../transports/sane-folder.ts';
import type { ScanInHand, ScannerWay } from './driver.ts';
import { assemblePicture, type Picture, type PictureFault } from './pnm.ts';
import { feederOf, glassOf, readSaneOptions, type SaneOptions, scanArguments } from './sane-options.ts';
import { emptyFeederCode, guardRun, type RunEnd, statusAfter } from './sane-run.ts';

/** Looking opens the device: for some on USB that takes a second and makes a noise. */
export const saneIdlePollMs = 4_000;
/** The list of options of a large scanner has about 10 KB. */
const maxListingBytes = 256 * 1024;
/** How often a folder is looked at for pages that grow. */
const folderPollMs = 1_000;

/**
 * A scanner behind SANE, by the name that `scanimage -L` gives it. SANE cannot be asked what keeps a scanner from scanning
 * (a jam, an open cover): most scanners say it only when they are to scan, and so it is only told as a scan's outcome.
 */
export function saneScanner(options: {
  readonly scanimage: Scanimage;
  readonly device: string;
  readonly bothSides: boolean;
  /** Where the pages of a pile lie for a moment; without such a place only the glass is used. */
  readonly openFolder: () => PageFolder | undefined;
  /** JPEG of at most `maxPageBytes`; undefined where that cannot be. */
  readonly encode: (picture: Picture) => Promise<Buffer | undefined>;
  readonly clock: Clock;
  /** What scanimage says when it fails: for the log. */
  readonly onComplaint: (complaint: string) => void;
}): ScannerWay {
  const { scanimage, device, bothSides, openFolder, encode, clock, onComplaint } = options;
  let known: SaneOptions | undefined;

  function noteComplaint(end: RunEnd): void {
    if (end.complaint !== '') onComplaint(end.complaint);
  }

  async function look(): Promise<ScannerStatus> {
    let listing = '';
    const run = guardRun(scanimage, [`--device-name=${device}`, '--all-options'], clock, (chunk) => {
      listing += Buffer.from(chunk).toString('latin1');
      if (listing.length > maxListingBytes) run.stop();
      run.moved(listing.length);
    });
    const end = await run.ended;
    if (end.code !== 0) {
      noteComplaint(end);
      return statusAfter(end);
    }
    known = readSaneOptions(listing);
    if (known === undefined) return garbled;
    if (known.coverOpen === true) return { state: 'cover-open' };
    if (feederOf(known, bothSides) === undefined) return { state: 'ready', feeder: 'none' };
    return { state: 'ready', feeder: known.pageLoaded === true ? 'loaded' : 'empty' };
  }

  /** Hands a page over, and wipes it. */
  async function handOver(
    hand: ScanInHand,
    page: number,
    picture: Result<Picture, PictureFault>,
  ): Promise<PictureFault | undefined> {
    if (!picture.ok) return picture.error;
    const jpeg = await encode(picture.value);
    if (jpeg === undefined) return 'too-large';
    for (let at = 0; at < jpeg.length; at += maxPagePartBytes) {
      const end = at + maxPagePartBytes;
      hand.part(page, jpeg.subarray(at, end), end >= jpeg.length);
    }
    jpeg.fill(0);
    return undefined;
  }

  async function scanGlass(hand: ScanInHand, args: readonly string[]): Promise<ScanOutcome> {
    const assembly = assemblePicture();
    let fault: PictureFault | undefined;
    let receivedBytes = 0;
    const run = guardRun(scanimage, args, clock, (chunk) => {
      receivedBytes += chunk.length;
      run.moved(receivedBytes);
      fault ??= assembly.push(chunk);
      if (fault !== undefined) run.stop();
    });
    hand.onStop(run.stop);
    const end = await run.ended;
    if (fault === undefined && end.code === 0 && !hand.isStopped()) {
      fault = await handOver(hand, 1, assembly.finish());
    }
    assembly.wipe();
    if (fault !== undefined) return outcomeOf(fault);
    return end.code === 0 ? { outcome: 'done', pages: 1 } : await outcomeAfter(end);
  }

  async function scanFeeder(
    hand: ScanInHand,
    args: readonly string[],
    folder: PageFolder,
  ): Promise<ScanOutcome | 'empty'> {
    let pages = 0;
    let fault: PictureFault | undefined;
    let names = '';
    let handingOver = Promise.resolve();
    const take = async (name: string): Promise<void> => {
      const bytes = folder.take(name);
      if (fault !== undefined || hand.isStopped()) {
        bytes?.fill(0);
        return;
      }
      const assembly = assemblePicture();
      fault = bytes === undefined ? 'cut-short' : assembly.push(bytes);
      bytes?.fill(0);
      fault ??= await handOver(hand, pages + 1, assembly.finish());
      assembly.wipe();
      if (fault === undefined) pages += 1;
      else run.stop();
    };
    const batch = [`--batch=${folder.path}/%d.pnm`, '--batch-print'];
    const run = guardRun(scanimage, [...args, ...batch], clock, (chunk) => {
      const lines = (names + Buffer.from(chunk).toString('latin1')).split('\n');
      names = lines.pop() ?? '';
      for (const line of lines) handingOver = handingOver.then(() => take(basename(line)));
      run.nextPage();
    });
    hand.onStop(run.stop);
    const stopLooking = every(clock, folderPollMs, () => run.moved(folder.sizeBytes()));
    const end = await run.ended;
    stopLooking();
    await handingOver;
    // A page that nobody was told of has not come as a whole.
    const leftBytes = folder.sizeBytes();
    folder.remove();
    if (fault !== undefined) return outcomeOf(fault);
    if (end.code !== 0 && end.code !== emptyFeederCode) return await outcomeAfter(end);
    if (leftBytes > 0) return outcomeOf('cut-short');
    return pages > 0 ? { outcome: 'done', pages } : 'empty';
  }

  async function outcomeAfter(end: RunEnd): Promise<ScanOutcome> {
    noteComplaint(end);
    const because = statusAfter(end);
    if (because.state !== 'fault') return notScanned(because);
    // A scanner that was pulled out in the middle of a page gives an error of input and output, like any other.
    const now = await look();
    return notScanned(now.state === 'ready' ? because : now);
  }

  return {
    idlePollMs: saneIdlePollMs,
    look,
    scan: async (now, hand) => {
      const can = known;
      if (can === undefined) return notScanned(now);
      const fromFeeder = can.pageLoaded === false ? undefined : feederOf(can, bothSides);
      const folder = fromFeeder && openFolder();
      if (fromFeeder !== undefined && folder !== undefined) {
        const outcome = await scanFeeder(hand, scanArguments(device, can, fromFeeder), folder);
        if (outcome !== 'empty') return outcome;
      }
      const onGlass = glassOf(can);
      if (onGlass === undefined || hand.isStopped()) return notScanned(now);
      return await scanGlass(hand, scanArguments(device, can, onGlass));
    },
  };
}

const garbled: ScannerStatus = { state: 'fault', fault: 'garbled' };
const notScanned = (because: ScannerStatus): ScanOutcome => ({ outcome: 'not-scanned', because });

function outcomeOf(fault: PictureFault): ScanOutcome {
  return fault === 'too-large' ? { outcome: 'page-too-large' } : notScanned(garbled);
}

function every(clock: Clock, periodMs: number, action: () => void): () => void {
  let stop = clock.after(periodMs, again);
  function again(): void {
    action();
    stop = clock.after(periodMs, again);
  }
  return () => stop();
}
