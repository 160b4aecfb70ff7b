import { SerialPort } from 'serialport';
import { serialLine } from './serial.ts';
import { type Dial, lossReasonOf, type Transport } from './transport.ts';

/** What a serial adapter is known by. Where it is, is looked for at every dialling: it may come back at another socket. */
export interface UsbSerialMatch {
  readonly vendorId: number;
  readonly productId: number;
  /** Tells two of a kind apart. Without it the first that fits is taken. */
  readonly serialNumber?: string | undefined;
}

/** As the operating system lists them: ids in hexadecimal, without 0x. */
export interface ListedPort {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/** A serial line to an adapter on USB, wherever it is plugged in. `list` is serialport's own but in tests. */
export function usbSerialLine(
  { baud, ...match }: UsbSerialMatch & { readonly baud: number },
  list: () => Promise<readonly ListedPort[]> = () => SerialPort.list(),
): Dial {
  return (events): Transport => {
    let line: Transport | undefined;
    let isHungUp = false;

    async function open(): Promise<void> {
      const found = (await list()).find((port) => fits(match, port));
      if (isHungUp) events.closed();
      else if (found === undefined) events.lost({ kind: 'missing' });
      else line = serialLine({ path: found.path, baud })(events);
    }

    open().catch((error: unknown) => {
      if (isHungUp) events.closed();
      else events.lost(lossReasonOf({ message: error instanceof Error ? error.message : String(error) }));
    });
    return {
      send: (bytes) => line?.send(bytes),
      close: () => {
        isHungUp = true;
        line?.close();
      },
    };
  };
}

function fits(match: UsbSerialMatch, port: ListedPort): boolean {
  return (
    isId(match.vendorId, port.vendorId) &&
    isId(match.productId, port.productId) &&
    (match.serialNumber === undefined || match.serialNumber === port.serialNumber)
  );
}

function isId(wanted: number, listed: string | undefined): boolean {
  return listed !== undefined && Number.parseInt(listed, 16) === wanted;
}
