import type { DeliveryRequest } from '../../contract/wire/deliveries.ts';
import type { Outbox, WaitingCase } from './outbox.ts';

/** Cases, and how they stand in a request. */
export interface Batch {
  readonly cases: readonly WaitingCase[];
  /** The JSON of the request's `deliveries`. */
  readonly deliveries: Uint8Array;
}

/** As many from the front as one request is to hold, and one at least. Papers travel apart. */
export function fitting(cases: readonly WaitingCase[], mostBytes: number): readonly WaitingCase[] {
  let bytes = 0;
  const tooMany = cases.findIndex(({ envelope: { header, manifest, answers } }) => {
    bytes += header.length + manifest.length + answers.length;
    return bytes > mostBytes;
  });
  return tooMany === -1 ? cases : cases.slice(0, Math.max(1, tooMany));
}

/** Without the copy that `Buffer.from` makes of it. */
const text = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('base64url');

/**
 * As `JSON.stringify` writes it. What stands in a delivery is base64url, in which nothing is to be escaped: looking for it in
 * every character was a third of what a long queue cost the line.
 */
export function batchOf(cases: readonly WaitingCase[]): Batch {
  const each = cases.map(({ envelope: { header, manifest, answers, signature } }, at) => {
    const parts = `"header":"${text(header)}","manifest":"${text(manifest)}","answers":"${text(answers)}"`;
    return `${at === 0 ? '[' : ','}{${parts},"signature":"${text(signature)}"}`;
  });
  const bytes = each.reduce((total, { length }) => total + length, cases.length === 0 ? 2 : 1);
  const deliveries = Buffer.allocUnsafe(bytes);
  // Piece by piece: joined into one text first, it was all copied twice more.
  let at = cases.length === 0 ? deliveries.write('[', 'latin1') : 0;
  for (const one of each) at += deliveries.write(one, at, 'latin1');
  deliveries.write(']', at, 'latin1');
  return { cases, deliveries };
}

/** Cases that the platform has said to have the envelopes of: their digests alone. */
export function namesOf(cases: readonly WaitingCase[]): Batch {
  const names = cases.map(({ caseDigest }) => ({ caseDigest }));
  return { cases, deliveries: Buffer.from(JSON.stringify(names)) };
}

export function encodedHead(outbox: Outbox): DeliveryRequest['auditHead'] {
  const { bytes, signature } = outbox.auditHead();
  return { bytes: text(bytes), signature: text(signature) };
}
