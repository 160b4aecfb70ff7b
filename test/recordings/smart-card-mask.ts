import { type CardRecord, records, readRecord, type RecordName } from '../../native/smart-card/social-security-card.ts';
import { recordOf } from '../../native/smart-card/virtual-card.ts';
import type { CardMask } from '../../native/transports/recording-card.ts';

/** Whose card it is in the recording. */
export const recordedHolder = {
  cardNumber: 'X00000000',
  socialSecurityNumber: '110101199001010000',
  name: '样例',
} as const satisfies Readonly<Record<RecordName, string>>;

const statusBytes = 2;

/**
 * Records that were read are a sample's; of all else that a card says only its status stays, and zeros for the rest. A
 * record as long as it has to be is one; any other becomes zeros, too.
 */
export const smartCardMask: CardMask = (command, answer) => {
  const masked = new Uint8Array(answer.length);
  const status = answer.subarray(-statusBytes);
  masked.set(status, answer.length - status.length);
  const asked = Object.entries(records).find(([, record]) => Buffer.from(readRecord(record)).equals(command));
  if (asked === undefined) return masked;
  const [name, record] = asked as [RecordName, CardRecord];
  const sample = recordOf(record, recordedHolder[name]);
  if (sample.length === answer.length - statusBytes) masked.set(sample);
  return masked;
};
