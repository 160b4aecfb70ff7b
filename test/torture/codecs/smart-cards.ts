import { parseAnswer } from '../../../native/smart-card/codec.ts';
import { records, textOfRecord } from '../../../native/smart-card/social-security-card.ts';
import { signatureAnswer, signatureOf } from '../../../native/smart-card/staff-card.ts';
import { recordOf } from '../../../native/smart-card/virtual-card.ts';
import type { Codec } from './codec.ts';

const ok = Uint8Array.of(0x90, 0x00);
const answered = (data: Uint8Array): Uint8Array => Uint8Array.of(...data, ...ok);
const dataOf = (bytes: Uint8Array): Uint8Array | undefined => {
  const answer = parseAnswer(bytes);
  return answer?.status.status === 'ok' ? answer.data : undefined;
};

const name = answered(recordOf(records.name, '王晓澜'));
const socialSecurityCard: Codec = {
  kind: 'message',
  name: 'smart card: records of a social-security card',
  good: () => name,
  read: (bytes) => {
    const data = dataOf(bytes);
    return data !== undefined && textOfRecord('name', data).ok;
  },
};

/** As long as a signature over P-256 is, and of its shape. */
const signature = answered(
  signatureAnswer(
    Uint8Array.of(0x30, 68, 0x02, 32, ...new Uint8Array(32).fill(7), 0x02, 32, ...new Uint8Array(32).fill(9)),
  ),
);
const staffCard: Codec = {
  kind: 'message',
  name: 'smart card: signatures of a staff card',
  good: () => signature,
  read: (bytes) => {
    const data = dataOf(bytes);
    return data !== undefined && signatureOf(data).ok;
  },
};

export const smartCardCodecs: readonly Codec[] = [socialSecurityCard, staffCard];
