/**
 * Every signature and every hash is over the exact bytes stored, with a purpose in front, so that what was signed as one
 * thing can never be passed off as another: "tongban/1/<purpose>\0" || bytes.
 */
export type Purpose =
  | 'header'
  | 'manifest'
  | 'case'
  | 'ciphertext'
  | 'key-list'
  | 'fleet-list'
  | 'bundle'
  | 'bundle-notice'
  | 'acknowledgements'
  | 'epoch'
  | 'stuck-cases'
  | 'receipt'
  | 'audit-entry'
  | 'audit-head'
  | 'audit-begin'
  | 'enrolment-code'
  | 'enrolment-terminal'
  | 'enrolment-platform'
  | 'receipt-secret'
  | 'card-secret'
  | 'staff-card';

const encoder = new TextEncoder();
const tags = new Map<Purpose, Uint8Array>();

export function withPurpose(purpose: Purpose, ...parts: readonly Uint8Array[]): Uint8Array {
  const tag = tags.get(purpose) ?? encoder.encode(`tongban/1/${purpose}\0`);
  tags.set(purpose, tag);
  const all = new Uint8Array(tag.length + parts.reduce((total, part) => total + part.length, 0));
  all.set(tag);
  let at = tag.length;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
