import type { Dial, Transport } from './transport.ts';

/** A line whose events are written down in order, for tests: `opened`, `bytes 04 05`, `closed`, `lost missing`. */
export interface RecordedLine {
  readonly transport: Transport;
  readonly told: readonly string[];
  /** Resolves when this has been told, at once if it was already. */
  until(text: string): Promise<void>;
}

export function recordEvents(dial: Dial): RecordedLine {
  const told: string[] = [];
  let waiting: readonly { readonly text: string; readonly resolve: () => void }[] = [];

  function note(text: string): void {
    told.push(text);
    for (const one of waiting.filter((other) => other.text === text)) one.resolve();
    waiting = waiting.filter((one) => one.text !== text);
  }

  const transport = dial({
    opened: () => note('opened'),
    bytes: (chunk) => note(`bytes ${[...chunk].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`),
    closed: () => note('closed'),
    lost: (reason) => note(`lost ${reason.kind}`),
  });

  return {
    transport,
    told,
    until: (text) =>
      told.includes(text)
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting = [...waiting, { text, resolve }];
          }),
  };
}
