import net from 'node:net';
import { createInterface } from 'node:readline';

/** Milliseconds after which a virtual device that answers nothing counts as broken. All of them answer at once. */
const answerMs = 10_000;

/**
 * Says one command to a virtual device's control socket and returns its answer: JSON lines both ways, as in
 * docs/virtual-devices.md. A socket that is not there, no answer, or an answer that is no JSON throws.
 */
export function say(controlSocket: string, command: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(controlSocket);
    const fail = (why: string): void => {
      socket.destroy();
      reject(new Error(`${controlSocket} did not answer ${JSON.stringify(command)}: ${why}`));
    };
    socket.setTimeout(answerMs, () => fail(`nothing came within ${answerMs} ms`));
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => fail('it hung up'));
    createInterface({ input: socket })
      .once('line', (line) => {
        try {
          resolve(JSON.parse(line));
        } catch {
          fail('the answer is no JSON');
        }
        socket.destroy();
      })
      .on('error', () => {});
    socket.write(`${JSON.stringify(command)}\n`);
  });
}
