import type { SocialSecurityCard } from '../../main/contract/devices/smart-card.ts';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { CardLine } from '../transports/pcsc.ts';
import { ask, type NoAnswer } from './exchange.ts';
import {
  type RecordFault,
  type RecordName,
  readRecord,
  records,
  selectFile,
  selectSocialSecurity,
  textOfRecord,
} from './social-security-card.ts';
import { selectPiv, signatureOf, signDigest } from './staff-card.ts';

/** A card that answers, and is none of those that are wanted: which step it did not take, never what it said. */
export type UnknownCard = { readonly kind: 'unknown'; readonly at: 'select' | 'file' | 'record' | RecordFault };
export type CardFault = NoAnswer | UnknownCard;

const unknown = (at: UnknownCard['at']): { readonly ok: false; readonly error: CardFault } =>
  err({ kind: 'unknown', at });

/** Number, holder and name: the order in which the files are opened. */
const inOrder = ['cardNumber', 'socialSecurityNumber', 'name'] as const satisfies readonly RecordName[];

export async function readSocialSecurityCard(
  line: CardLine,
  clock: Clock,
): Promise<Result<SocialSecurityCard, CardFault>> {
  const selected = await ask(line, clock, selectSocialSecurity);
  if (!selected.ok) return selected;
  if (selected.value.status.status !== 'ok') return unknown('select');
  const said = new Map<RecordName, string>();
  let open: number | undefined;
  for (const name of inOrder) {
    const { file } = records[name];
    if (open !== file) {
      const opened = await ask(line, clock, selectFile(file));
      if (!opened.ok) return opened;
      if (opened.value.status.status !== 'ok') return unknown('file');
      open = file;
    }
    const answer = await ask(line, clock, readRecord(records[name]));
    if (!answer.ok) return answer;
    const { data, status } = answer.value;
    const text = status.status === 'ok' ? textOfRecord(name, data) : undefined;
    data.fill(0);
    if (text === undefined) return unknown('record');
    if (!text.ok) return unknown(text.error);
    said.set(name, text.value);
  }
  const [cardNumber = '', socialSecurityNumber = '', name = ''] = inOrder.map((record) => said.get(record));
  return ok({ cardNumber, socialSecurityNumber, name });
}

/** Has the staff card sign a SHA-256 digest; the signature is DER. */
export async function askStaffCard(
  line: CardLine,
  clock: Clock,
  digest: Uint8Array,
): Promise<Result<Uint8Array, CardFault>> {
  const selected = await ask(line, clock, selectPiv);
  if (!selected.ok) return selected;
  if (selected.value.status.status !== 'ok') return unknown('select');
  const answer = await ask(line, clock, signDigest(digest));
  if (!answer.ok) return answer;
  if (answer.value.status.status !== 'ok') return unknown('record');
  const signature = signatureOf(answer.value.data);
  return signature.ok ? signature : unknown('record');
}
