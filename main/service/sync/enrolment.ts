import { createHmac, timingSafeEqual } from 'node:crypto';
import { terminalIdPattern } from '../../contract/case-number.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import {
  enrolmentCodePattern,
  type EnrolmentRequest,
  type EnrolmentResponse,
  enrolmentResponse,
} from '../../contract/wire/enrolment.ts';
import { type KeyList, type SignedKeyList, signedKeyList } from '../../contract/wire/keys.ts';
import { withPurpose } from '../../contract/wire/purposes.ts';
import { digestFor } from '../sealing/envelope.ts';
import { firstResponseKey, type KeyListFault, type Root, verifyKeyList } from '../sealing/key-list.ts';
import { parseJson } from '../sealing/parse-json.ts';
import {
  type Enrolment,
  keepEnrolment,
  makeNextTerminalKeys,
  makeTerminalKeys,
  readTerminalKeys,
  type TerminalKeys,
  type TerminalKeysFault,
} from '../sealing/terminal-keys.ts';
import type { Timers } from '../timers.ts';
import { writeEnrolmentFile } from './enrolment-file.ts';
import { fetchKeyListUnpinned, openLine } from './pinned-agent.ts';
import { faultOfStatus } from './platform-client.ts';
import { type LineFault, waitingFor } from './transport.ts';

export type EnrolmentFault =
  | { readonly fault: 'code-form' }
  | { readonly fault: 'already-enrolled'; readonly as: Enrolment }
  /** The code is for another terminal: this data folder's cases are the old one's, and only it can deliver what waits. */
  | { readonly fault: 'another-terminal'; readonly as: Enrolment; readonly waiting: number }
  | { readonly fault: 'keys-unusable'; readonly why: TerminalKeysFault }
  | { readonly fault: 'key-list-not-believed'; readonly why: KeyListFault | 'no-response-key' }
  | { readonly fault: 'code-not-accepted' }
  /** It does not know the code: not the platform this code is from. */
  | { readonly fault: 'platform-proof-wrong' }
  | { readonly fault: 'line'; readonly why: LineFault };

/** What this data folder remembers of enrolments before. */
export interface EnrolmentPast {
  readonly again: boolean;
  /** Cases that wait here. */
  readonly waiting: number;
  /** Of the list that was in force; 0 for none. A list from before a revocation is signed just as well. */
  readonly keyListVersion: number;
}

/**
 * Makes this terminal known to the platform with a one-time code as contract/wire/enrolment.ts says; the code itself is
 * never sent. Writes `terminal-keys.json` and `enrolment.json` into `folder`. Cut at any point it may be run again with the
 * same code: the key is kept, and the platform gives the same key the same answer.
 *
 * `again`: a terminal that is enrolled becomes the next incarnation, with a new signing key; whatever goes wrong on the
 * way, it stays what it was. Cases of the incarnation before were signed when they were handed in, and are delivered
 * after it.
 */
export async function enrolTerminal(
  folder: string,
  platform: { readonly url: string; readonly roots: readonly Root[] },
  typedCode: string,
  timers: Timers,
  { again, waiting, keyListVersion }: EnrolmentPast,
): Promise<Result<Enrolment, EnrolmentFault>> {
  const code = normalCode(typedCode);
  if (code === null) return err({ fault: 'code-form' });
  const before = readTerminalKeys(folder);
  const keys = keysToEnrol(folder, before, again);
  if (!keys.ok) return keys;

  const fetched = await fetchKeys(platform.url, timers);
  if (!fetched.ok) return err({ fault: 'line', why: fetched.error });
  const list = verifyKeyList(fetched.value, platform.roots, keyListVersion);
  if (!list.ok) return err({ fault: 'key-list-not-believed', why: list.error });
  const responseKey = firstResponseKey(list.value);
  if (responseKey === null) return err({ fault: 'key-list-not-believed', why: 'no-response-key' });

  const codeKey = digestFor('enrolment-code', Buffer.from(code, 'utf8'));
  const bound = [keys.value.publicKey, responseKey.publicKey];
  const answer = await ask(platform.url, list.value, timers, {
    v: 1,
    enrolment: code.slice(0, 4),
    terminalKey: text(keys.value.publicKey),
    responseKeyId: responseKey.id,
    proof: text(hmac(codeKey, withPurpose('enrolment-terminal', ...bound))),
  });
  if (!answer.ok) return answer;

  const { terminal, incarnation, proof } = answer.value;
  const name = Buffer.from(`${terminal}/${incarnation}`, 'utf8');
  const expected = hmac(codeKey, withPurpose('enrolment-platform', ...bound, name));
  const given = Buffer.from(proof, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return err({ fault: 'platform-proof-wrong' });
  }
  const old = before.ok ? before.value.enrolment : null;
  if (old !== null && old.terminal !== terminal) return err({ fault: 'another-terminal', as: old, waiting });
  // Last the key file, which makes the terminal an enrolled one: a crash before it means "run it again".
  const state = { v: 1, terminal, incarnation, keyList: fetched.value, lease: answer.value.lease } as const;
  writeEnrolmentFile(folder, state);
  return ok(keepEnrolment(folder, keys.value, { terminal, incarnation }).enrolment);
}

/** The 24 characters, from what somebody typed off a screen or a slip: Crockford's O is 0, and I and L are 1. */
function normalCode(typed: string): string | null {
  const letters = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return enrolmentCodePattern.test(letters.replaceAll(/(.{4})(?=.)/g, '$1-')) ? letters : null;
}

function keysToEnrol(
  folder: string,
  read: ReturnType<typeof readTerminalKeys>,
  again: boolean,
): Result<TerminalKeys, EnrolmentFault> {
  if (!read.ok) {
    return read.error === 'missing' ? ok(makeTerminalKeys(folder)) : err({ fault: 'keys-unusable', why: read.error });
  }
  const { enrolment } = read.value;
  if (enrolment === null) return read;
  return again ? ok(makeNextTerminalKeys(folder, read.value)) : err({ fault: 'already-enrolled', as: enrolment });
}

async function fetchKeys(url: string, timers: Timers): Promise<Result<SignedKeyList, LineFault>> {
  const answer = await fetchKeyListUnpinned(url, timers);
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status !== 200) return err(faultOfStatus(status, undefined, body));
  const list = parseJson(signedKeyList, body);
  return list === null ? err(waitingFor('answer-not-understood', 'not a key list')) : ok(list);
}

async function ask(
  url: string,
  list: KeyList,
  timers: Timers,
  request: EnrolmentRequest,
): Promise<Result<EnrolmentResponse, EnrolmentFault>> {
  const line = openLine(url, () => list.pins, timers);
  const answer = await line.send({
    method: 'POST',
    path: `${new URL(url).pathname.replace(/\/$/, '')}/v1/enrolments`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(request), 'utf8'),
  });
  await line.close();
  if (!answer.ok) return err({ fault: 'line', why: answer.error });
  const { status, body } = answer.value;
  if (status === 403) return err({ fault: 'code-not-accepted' });
  if (status !== 200) return err({ fault: 'line', why: faultOfStatus(status, undefined, body) });
  const response = parseJson(enrolmentResponse, body);
  if (response !== null && terminalIdPattern.test(response.terminal)) return ok(response);
  return err({ fault: 'line', why: waitingFor('answer-not-understood', 'not an enrolment') });
}

const hmac = (key: Uint8Array, bytes: Uint8Array): Buffer => createHmac('sha256', key).update(bytes).digest();
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
