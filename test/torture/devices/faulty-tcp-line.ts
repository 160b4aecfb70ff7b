import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../random.ts';
import { type FaultyLine, type LineFault, otherDevice, spoilt } from './faulty-line.ts';

/** A TCP port before the device's own. Its number stays the same when it is unplugged and plugged in again. */
export async function faultyTcpLine(
  devicePort: number,
  random: Random,
): Promise<FaultyLine & { readonly port: number }> {
  let fault: LineFault | null = null;
  let server: Server | undefined;
  let port = 0;
  const sockets = new Set<Socket>();
  const respoil = new Set<() => void>();

  function accept(driver: Socket): void {
    const device = connect(devicePort, '127.0.0.1');
    let toDriver = spoilt(fault, random, (bytes) => driver.write(bytes));
    const again = (): void => {
      toDriver.end();
      toDriver = spoilt(fault, random, (bytes) => driver.write(bytes));
    };
    respoil.add(again);
    for (const socket of [driver, device]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        respoil.delete(again);
        toDriver.end();
        driver.destroy();
        device.destroy();
      });
    }
    driver.on('data', (heard) => {
      if (fault === 'wrong-device') driver.write(otherDevice);
      else device.write(heard);
    });
    device.on('data', (said) => toDriver.device(said));
  }

  const plug = (): Promise<void> => {
    if (server !== undefined) return Promise.resolve();
    const listening = createServer(accept);
    server = listening;
    return new Promise((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, '127.0.0.1', () => {
        const address = listening.address();
        if (address !== null && typeof address === 'object') port = address.port;
        resolve();
      });
    });
  };
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const unplug = (): void => {
    server?.close();
    server = undefined;
    hangUp();
  };
  await plug();

  return {
    port,
    spoil: async (next) => {
      fault = next;
      for (const again of respoil) again();
      if (next === 'unplugged') unplug();
      if (next === 'wrong-device') hangUp();
    },
    mend: async () => {
      fault = null;
      for (const again of respoil) again();
      await plug();
    },
    close: unplug,
  };
}
