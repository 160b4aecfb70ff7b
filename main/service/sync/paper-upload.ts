import { err, ok, type Result } from '../../contract/result.ts';
import { type CaseManifest, caseManifest } from '../../contract/wire/envelope.ts';
import type { Unfinished } from '../../contract/wire/deliveries.ts';
import type { Outbox, QueuePlace, WaitingCase } from './outbox.ts';
import type { PlatformClient } from './platform-client.ts';
import { type LineFault, waitingFor } from './transport.ts';

/**
 * Of one request. A line that has died without a word is noticed within the time limit of so many bytes, and the platform's
 * own limit of two minutes for a request is not reached at 128 kbit/s.
 */
const partBytes = 1024 * 1024;
/** How often the platform may have no more than before until the line counts as dead. */
const mostTriesInVain = 2;

type Missing = Extract<Unfinished, { state: 'papers-missing' }>['missing'];

/**
 * What the platform still wants of a case. Without its envelope, which is read again in its turn: of a month's cases with
 * papers all at once they would fill a small machine's memory.
 */
export interface Owing extends QueuePlace {
  readonly caseNumber: string;
  readonly papers: readonly OwingPaper[];
}

export interface OwingPaper {
  readonly id: string;
  /** Of the ciphertext. */
  readonly bytes: number;
  readonly receivedBytes: number;
}

/** Takes the sizes from the case's own manifest, and only papers it lists. */
export function owingOf(one: WaitingCase, missing: Missing): Owing {
  const received = new Map(missing.map(({ paper, receivedBytes }) => [paper, receivedBytes]));
  const { caseNumber, incarnation, sequence } = one;
  return {
    ...{ caseNumber, incarnation, sequence },
    papers: papersOf(one).flatMap(({ id, bytes }) => {
      const receivedBytes = received.get(id);
      return receivedBytes === undefined ? [] : [{ id, bytes, receivedBytes: Math.min(receivedBytes, bytes) }];
    }),
  };
}

/** "3/5 41%": papers that are there whole, of all, and bytes. `papers`: those of which something is wanted. */
export function progressOf(one: WaitingCase, papers: readonly OwingPaper[]): string {
  const all = papersOf(one);
  const totalBytes = all.reduce((total, { bytes }) => total + bytes, 0);
  const leftBytes = papers.reduce((total, { bytes, receivedBytes }) => total + bytes - receivedBytes, 0);
  return `${all.length - papers.length}/${all.length} ${Math.floor((100 * (totalBytes - leftBytes)) / totalBytes)}%`;
}

// Made by this program.
const papersOf = ({ envelope }: WaitingCase): CaseManifest['papers'] =>
  caseManifest.parse(JSON.parse(Buffer.from(envelope.manifest).toString('utf8'))).papers;

/**
 * Sends one paper from what the platform has of it to its end. A line that is cut and comes back is gone on with at once, as
 * long as each time more of the paper has arrived. What arrived before a fault is never sent again.
 */
export async function uploadPaper(
  { client, outbox }: { readonly client: PlatformClient; readonly outbox: Outbox },
  caseDigest: string,
  { id, bytes, receivedBytes }: OwingPaper,
  onReceived: (receivedBytes: number) => void,
): Promise<Result<null, LineFault>> {
  const name = { caseDigest, id };
  let at = receivedBytes;
  let farthest = receivedBytes;
  let triesInVain = 0;
  while (at < bytes) {
    const part = outbox.readPaper(id, at, Math.min(partBytes, bytes - at));
    if (part === null) return err(waitingFor('paper-not-readable-here', id));
    const sent = await client.sendPaperPart(name, at, part);
    // Only a line that broke off leaves it open what arrived. Everything else is the platform's word, or a stranger's.
    const isOpen = !sent.ok && sent.error.reason === 'platform-does-not-answer';
    const here = isOpen ? await client.readPaperOffset(name) : sent;
    if (!here.ok) return here;
    if (here.value > bytes) return err(waitingFor('answer-not-understood', 'more of a paper than it has'));
    at = here.value;
    if (at > farthest) {
      farthest = at;
      triesInVain = 0;
      onReceived(at);
    } else if (++triesInVain === mostTriesInVain) {
      return sent.ok ? err(waitingFor('platform-error', 'takes nothing more of a paper')) : sent;
    }
  }
  return ok(null);
}

/** This case cannot go on, and the others can. */
export const concernsThisCaseAlone = ({ reason, remedy }: LineFault): boolean =>
  remedy === 'smaller-batch' || reason === 'paper-not-readable-here';
