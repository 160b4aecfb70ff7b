import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { capture, isRoot, NotPossible } from './commands.ts';

export type Display = {
  /** As in DISPLAY, for example ":1"; undefined on a desktop that has no X (Wayland alone, Windows). */
  readonly name: string | undefined;
  /** The X server's secret, 16 bytes in hex, for whoever may not read the file it came from. */
  readonly cookie: string | undefined;
  readonly stop: () => Promise<void>;
};

/** The terminal's portrait screen, in pixels and bits per pixel. */
const screen = '1080x1920x24';

export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
}

/** The display this command was started on, or a virtual one of its own when there is none. */
export async function openDisplay(): Promise<Display> {
  return hasDisplay() ? desktopDisplay() : startVirtualDisplay();
}

/**
 * Starts Xvfb itself instead of xvfb-run: the server picks a free display number and says which, so two runs at the same time
 * do not meet, and it ends when this process ends, however that happens.
 */
async function startVirtualDisplay(): Promise<Display> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tongban-display-'));
  const cookie = randomBytes(16).toString('hex');
  const authFile = path.join(folder, 'server-auth');
  await writeFile(authFile, xAuthority(cookie), { mode: 0o600 });
  const server = spawn(
    'setpriv',
    // -noreset: the server would otherwise start over between two windows, and a client that comes just then is lost.
    [
      '--pdeathsig',
      'TERM',
      'Xvfb',
      '-displayfd',
      '3',
      '-screen',
      '0',
      screen,
      '-nolisten',
      'tcp',
      '-noreset',
      '-auth',
      authFile,
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  let complaint = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const exited = once(server, 'exit');
  const numberPipe = server.stdio[3];
  if (numberPipe === null || numberPipe === undefined || !('read' in numberPipe))
    throw new Error('Xvfb has no pipe for its number');

  const number = await Promise.race([
    once(createInterface(numberPipe), 'line').then(([line]) => String(line).trim()),
    exited.then(() => undefined),
  ]);
  if (number === undefined) {
    await rm(folder, { recursive: true, force: true });
    throw new NotPossible(`Xvfb did not start: ${complaint.trim()}`);
  }
  return {
    name: `:${number}`,
    cookie,
    stop: async () => {
      server.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function desktopDisplay(): Promise<Display> {
  const name = process.env['DISPLAY'];
  const cookie = isRoot() && name ? await cookieOf(name) : undefined;
  return { name, cookie, stop: () => Promise.resolve() };
}

async function cookieOf(displayName: string): Promise<string | undefined> {
  const { stdout } = await capture('xauth', ['nextract', '-', displayName]);
  // One entry a line: family, then length and value of address, number, scheme and secret, all in hex.
  return /\b([0-9a-f]{32})$/m.exec(stdout.trim())?.[1];
}

/** An Xauthority file that holds one MIT cookie, valid for any display (family "wild"; lengths are 16 bits, high byte first). */
export function xAuthority(cookieHex: string): Buffer {
  const scheme = Buffer.from('MIT-MAGIC-COOKIE-1', 'latin1');
  const secret = Buffer.from(cookieHex, 'hex');
  const wild = 0xffff;
  const entry = Buffer.alloc(2 + 2 + 2 + 2 + scheme.length + 2 + secret.length);
  entry.writeUInt16BE(wild, 0);
  entry.writeUInt16BE(0, 2);
  entry.writeUInt16BE(0, 4);
  entry.writeUInt16BE(scheme.length, 6);
  scheme.copy(entry, 8);
  entry.writeUInt16BE(secret.length, 8 + scheme.length);
  secret.copy(entry, 10 + scheme.length);
  return entry;
}
