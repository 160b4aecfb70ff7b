import type { DeliveryRequest } from '../../contract/wire/deliveries.ts';
import type { Outbox, WaitingCase } from './outbox.ts';

/** As many from the front as one request is to hold, and one at least. Papers travel apart. */
export function fitting(cases: readonly WaitingCase[], mostBytes: number): readonly WaitingCase[] {
  let bytes = 0;
  const tooMany = cases.findIndex(({ envelope: { header, manifest, answers } }) => {
    bytes += header.length + manifest.length + answers.length;
    return bytes > mostBytes;
  });
  return tooMany === -1 ? cases : cases.slice(0, Math.max(1, tooMany));
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

export function encoded({ envelope }: WaitingCase): DeliveryRequest['deliveries'][number] {
  const { header, manifest, answers, signature } = envelope;
  return { header: text(header), manifest: text(manifest), answers: text(answers), signature: text(signature) };
}

export function encodedHead(outbox: Outbox): DeliveryRequest['auditHead'] {
  const { bytes, signature } = outbox.auditHead();
  return { bytes: text(bytes), signature: text(signature) };
}
