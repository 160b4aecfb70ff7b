import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { KeyList } from '../../contract/wire/keys.ts';
import type { BundleShelf } from '../catalog/bundle-shelf.ts';
import { openLog } from '../log.ts';
import { type Root, verifyKeyList } from '../sealing/key-list.ts';
import { type EnrolledKeys, readTerminalKeys } from '../sealing/terminal-keys.ts';
import { systemTimers } from '../timers.ts';
import { enrolTerminal } from './enrolment.ts';
import { readEnrolmentFile } from './enrolment-file.ts';
import type { Outbox } from './outbox.ts';
import { startSync, type Sync } from './sync-loop.ts';
import type { FleetShelf } from './fleet.ts';
import { noBundles, noFleet } from './test-no-bundles.ts';
import { createTestLine, type TestLine } from './test-line.ts';

export type Wanted = { readonly prefix: string } | { readonly terminal: string };
const newTerminal: Wanted = { prefix: 'SYN' };

export interface EnrolledTerminal {
  readonly keys: EnrolledKeys;
  readonly list: KeyList;
  readonly lease: string;
  readonly dataFolder: string;
}

export type RealPlatform = Awaited<ReturnType<typeof startRealPlatform>>;

/**
 * The platform as its own process, over a line that can be cut. The two sides share the schemas and nothing else:
 * signatures, seals and digests of each are checked by the other.
 */
export async function startRealPlatform() {
  const folder = mkdtempSync(join(tmpdir(), 'tb-sync-'));
  const innerSocket = join(folder, 'inner', 's');
  const { child, url, roots } = await startProcess(folder, innerSocket);
  const line: TestLine = await createTestLine(url);
  const syncs: Sync[] = [];

  const read = (method: 'GET' | 'POST', path: string, body: object | null = null): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const asked = request({ socketPath: innerSocket, method, path }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks)));
      });
      asked.on('error', reject);
      if (body !== null) asked.setHeader('content-type', 'application/json').write(JSON.stringify(body));
      asked.end();
    });
  const ask = async (method: 'GET' | 'POST', path: string, body: object | null = null): Promise<unknown> =>
    JSON.parse((await read(method, path, body)).toString());
  const newFolder = () => mkdtempSync(join(folder, 'terminal-'));
  const newCode = async (wanted: Wanted = newTerminal): Promise<string> =>
    z.object({ code: z.string() }).parse(await ask('POST', '/enrolment-codes', wanted)).code;
  const enrol = (code: string, trusted: readonly Root[], dataFolder: string) =>
    enrolTerminal(dataFolder, { url: line.url, roots: trusted }, code, systemTimers, {
      again: false,
      waiting: 0,
      keyListVersion: 0,
    });

  return {
    roots,
    line,
    ask,
    /** A page of a case, opened. */
    page: (caseDigest: string, paper: string) => read('GET', `/papers/${caseDigest}/${paper}`),
    newCode,
    newFolder,
    enrol,
    heldCases: async (terminal: string) =>
      z
        .array(heldCase)
        .parse(await ask('GET', '/cases'))
        .filter(({ caseNumber }) => caseNumber.startsWith(terminal)),
    async enrolled(wanted: Wanted = newTerminal): Promise<EnrolledTerminal> {
      const dataFolder = newFolder();
      const done = await enrol(await newCode(wanted), roots, dataFolder);
      if (!done.ok) throw new Error(JSON.stringify(done.error));
      const [file, keys] = [readEnrolmentFile(dataFolder), readTerminalKeys(dataFolder)];
      if (!file.ok || !keys.ok || keys.value.enrolment === null) throw new Error('not enrolled');
      const list = verifyKeyList(file.value.keyList, roots, 0);
      if (!list.ok) throw new Error(list.error);
      const { enrolment } = keys.value;
      return { keys: { ...keys.value, enrolment }, list: list.value, lease: file.value.lease, dataFolder };
    },
    /** Sync as the service starts it. `until` settles when what it waits for has come. */
    startSync(
      terminal: Pick<EnrolledTerminal, 'keys' | 'list'>,
      outbox: Outbox,
      bundles: Pick<BundleShelf, 'consider' | 'take'> = noBundles,
      fleet: Pick<FleetShelf, 'isDue' | 'take'> = noFleet,
    ) {
      const seen: boolean[] = [];
      let told = () => {};
      const sync = startSync({
        profile: { platform: { url: line.url, roots: [...roots] } },
        keys: terminal.keys,
        keyList: terminal.list,
        fleet,
        bundles,
        outbox: telling(outbox, () => told()),
        timers: systemTimers,
        log: openLog('/dev/null'),
        onOnline: (now) => {
          seen.push(now);
          told();
        },
      });
      syncs.push(sync);
      const until = async (holds: () => boolean): Promise<void> => {
        while (!holds()) await new Promise<void>((resolve) => (told = resolve));
      };
      return { sync, seen, until };
    },
    async stop() {
      for (const sync of syncs) await sync.stop();
      await line.set('cut');
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

const telling = (outbox: Outbox, tell: () => void): Outbox => ({
  ...outbox,
  finishAll: (list, signed) => {
    const ended = outbox.finishAll(list, signed);
    tell();
    return ended;
  },
  noteWait: (...given) => {
    outbox.noteWait(...given);
    tell();
  },
  saveKeyList: (list) => {
    outbox.saveKeyList(list);
    tell();
  },
  saveToldEpoch: (epoch) => {
    outbox.saveToldEpoch(epoch);
    tell();
  },
});

const heldCase = z.object({
  caseNumber: z.string(),
  caseDigest: z.string(),
  deliveries: z.number(),
  outcome: z.string(),
  content: z.unknown(),
});

async function startProcess(folder: string, innerSocket: string) {
  const program = join(import.meta.dirname, '../../../platform/main.ts');
  const child: ChildProcess = spawn(
    process.execPath,
    [program, '--data', join(folder, 'platform'), '--inner-socket', innerSocket],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, DATABASE_URL: undefined } },
  );
  const { stdout } = child;
  if (stdout === null) throw new Error('no output to read');
  const ready = await new Promise<string>((resolve) => createInterface(stdout).once('line', resolve));
  const root = z.object({ id: z.string(), publicKey: z.string() });
  return { child, ...z.object({ url: z.string(), roots: z.array(root) }).parse(JSON.parse(ready)) };
}
