import { createInterface } from 'node:readline';
import { z } from 'zod';
import { hidLine } from '../hid.ts';

/**
 * A HID line in a process of its own, because only a process that was started on a virtual bus sees it. JSON lines:
 * `{"dial": {match}}`, `{"send": [bytes]}`, `{"feature": [bytes]}`, `{"close": true}` in; one line a told event out.
 */
const order = z.union([
  z.strictObject({
    dial: z.strictObject({
      vendorId: z.number(),
      productId: z.number(),
      serialNumber: z.string().optional(),
      usagePage: z.number().optional(),
    }),
  }),
  z.strictObject({ send: z.array(z.number()) }),
  z.strictObject({ feature: z.array(z.number()) }),
  z.strictObject({ close: z.literal(true) }),
]);

let line: ReturnType<ReturnType<typeof hidLine>> | undefined;

function tell(event: string): void {
  process.stdout.write(`${event}\n`);
}

createInterface({ input: process.stdin }).on('line', (text) => {
  const given = order.parse(JSON.parse(text));
  if ('dial' in given) {
    line = hidLine(given.dial)({
      opened: () => tell('opened'),
      bytes: (chunk) => tell(`bytes ${Buffer.from(chunk).toString('hex')}`),
      closed: () => tell('closed'),
      lost: (reason) => tell(`lost ${reason.kind}`),
    });
  } else if ('send' in given) line?.send(Uint8Array.from(given.send));
  else if ('feature' in given) line?.sendFeature(Uint8Array.from(given.feature));
  else line?.close();
});
