import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditHead } from '../main/contract/wire/deliveries.ts';
import { caseHeader } from '../main/contract/wire/envelope.ts';
import { publishedHeads } from '../main/contract/wire/published-heads.ts';
import { ed25519PublicKey, signatureHolds } from './signing.ts';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';

let platform: PlatformUnderTest;
let folder: string;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
  folder = await mkdtemp(path.join(tmpdir(), 'tongban-heads-'));
}, 60_000);
afterAll(async () => {
  await platform.stop();
  await rm(folder, { recursive: true });
});

const command = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [
    path.join(import.meta.dirname, 'published-heads.ts'),
    ...['--data', platform.folder],
    ...args,
  ]);

it('hands out the last head a terminal signed, and those of its cases in their order', async () => {
  const terminal = await platform.enrol();
  const name = `${terminal.terminal}/${terminal.incarnation}`;
  const file = path.join(folder, 'heads.json');
  const [one, two] = [terminal.seal({ counter: 1 }), terminal.seal({ counter: 2 })];
  await terminal.deliver([two.envelope, one.envelope]);
  await terminal.deliver([terminal.seal({ counter: 2 }).envelope]);

  await command('--terminal', name, '--out', file);
  const heads = publishedHeads.parse(JSON.parse(await readFile(file, 'utf8')));
  const headers = [one, two].map(({ envelope: { header } }) =>
    caseHeader.parse(JSON.parse(String(Buffer.from(header, 'base64url')))),
  );
  expect(heads.cases).toEqual(headers.map((header) => ({ caseNumber: header.caseNumber, head: header.auditHead })));

  const bytes = Buffer.from(heads.last?.bytes ?? '', 'base64url');
  const key = ed25519PublicKey(heads.publicKey);
  expect(signatureHolds('audit-head', key, Buffer.from(heads.last?.signature ?? '', 'base64url'), bytes)).toBe(true);
  expect(auditHead.parse(JSON.parse(String(bytes)))).toMatchObject({ terminal: terminal.terminal, incarnation: 1 });
  await expect(command('--terminal', name, '--out', file)).rejects.toMatchObject({ code: 1 });
});

it('says what it does not know, and how it is called', async () => {
  const out = path.join(folder, 'none.json');
  await expect(command('--terminal', 'LLZ98/1', '--out', out)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('knows no enrolment LLZ98/1') as string,
  });
  await expect(command('--terminal', 'LLZ98', '--out', out)).rejects.toMatchObject({ code: 2 });
});
