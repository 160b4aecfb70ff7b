import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import type { KeyList } from '../../main/contract/wire/keys.ts';
import type { RootPublicKey } from '../keys/development-root.ts';
import { startPlatform } from '../platform.ts';
import { enrolTestTerminal, readKeys, type TestTerminal } from './terminal.ts';

type Wanted = { readonly prefix: string } | { readonly terminal: string };

export interface PlatformUnderTest {
  readonly url: string;
  /** Its data folder. */
  readonly folder: string;
  readonly roots: readonly RootPublicKey[];
  readonly list: KeyList;
  /** What the platform takes for now. */
  setNow(now: Date): void;
  code(wanted: Wanted): Promise<string>;
  /** A new terminal, or the machine that takes the place of one. */
  enrol(wanted?: Wanted): Promise<TestTerminal>;
  cases(): Promise<readonly CaseOnPlatform[]>;
  /** A page, opened. */
  page(caseDigest: string, paper: string): Promise<Buffer>;
  /** Its inner interface. */
  inside(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

const heldCases = z.array(
  z.object({
    caseNumber: z.string().nullable(),
    caseDigest: z.string(),
    deliveries: z.number(),
    outcome: z.string(),
    identity: z.unknown(),
    content: z.unknown(),
    envelope: z.unknown(),
  }),
);
export type CaseOnPlatform = z.infer<typeof heldCases>[number];

const silent = pino({ level: 'silent' });

/** The whole platform in this process, on a data folder of its own; on the embedded database unless a URL is given. */
export async function startPlatformUnderTest(databaseUrl: string | null = null): Promise<PlatformUnderTest> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tongban-platform-'));
  const innerSocket = path.join(folder, 'inner', 'socket');
  let now = new Date('2026-11-23T10:00:00Z');
  const platform = await startPlatform({
    dataFolder: folder,
    databaseUrl,
    port: 0,
    innerSocket,
    now: () => now,
    log: silent,
  });
  const list = await readKeys(platform.url, platform.roots);
  const code: PlatformUnderTest['code'] = async (wanted) =>
    z.object({ code: z.string() }).parse(await askInside(innerSocket, 'POST', '/enrolment-codes', wanted)).code;
  return {
    url: platform.url,
    folder,
    roots: platform.roots,
    list,
    setNow: (date) => (now = date),
    code,
    enrol: async (wanted = { prefix: 'LLZ' }) => enrolTestTerminal(platform.url, list, await code(wanted)),
    cases: async () => heldCases.parse(await askInside(innerSocket, 'GET', '/cases')),
    page: (caseDigest, paper) => readInside(innerSocket, 'GET', `/papers/${caseDigest}/${paper}`),
    inside: (method, where, body) => askInside(innerSocket, method, where, body),
    async stop() {
      await platform.stop();
      await rm(folder, { recursive: true });
    },
  };
}

export async function askInside(socketPath: string, method: string, where: string, body?: unknown): Promise<unknown> {
  return JSON.parse((await readInside(socketPath, method, where, body)).toString('utf8'));
}

export function readInside(socketPath: string, method: string, where: string, body?: unknown): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const call = request({ socketPath, method, path: where, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${where}: ${response.statusCode} ${bytes.toString('utf8')}`));
      });
    });
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
