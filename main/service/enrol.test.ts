import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from './store/database.ts';

const example = join(import.meta.dirname, '../../kiosk-config/terminal/example.yaml');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tb-enrol-program-'));
  // Nobody listens there: a code of the right form gets as far as the line, and no further.
  const profile = readFileSync(example, 'utf8').replace('https://platform.example.org', 'https://127.0.0.1:1');
  writeFileSync(join(folder, 'terminal.yaml'), profile);
});
afterEach(() => rmSync(folder, { recursive: true }));

const data = () => join(folder, 'data');

async function run(typed: string, ...more: readonly string[]): Promise<{ said: string; exitCode: number | null }> {
  const program = join(import.meta.dirname, 'enrol.ts');
  const args = [program, '--data', data(), '--profile', join(folder, 'terminal.yaml'), ...more];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.end(typed);
  const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { said, exitCode: child.exitCode };
}

const code = 'ABCD-EFGH-JKMN-PQRS-TVWX-YZ01';
const question = '入网码 Enrolment code';
const noNetwork = 'The platform cannot be reached';
const noCode = 'An enrolment code has 24 letters and digits';

describe('the enrolment program', () => {
  test('asks for the code and takes what is typed', { timeout: 30_000 }, async () => {
    const { said, exitCode } = await run(`${code}\n`);
    expect(said).toContain(question);
    expect(said).toContain(noNetwork);
    expect(exitCode).toBe(1);
  });

  test('takes a script’s code without asking', { timeout: 30_000 }, async () => {
    const { said, exitCode } = await run('', '--code', code);
    expect(said).not.toContain(question);
    expect(said).toContain(noNetwork);
    expect(exitCode).toBe(1);
  });

  test.each(['', 'ABCD\n'])(
    'says what a code looks like when %j is all it is told',
    { timeout: 30_000 },
    async (typed) => {
      const { said, exitCode } = await run(typed);
      expect(said).toContain(noCode);
      expect(exitCode).toBe(1);
    },
  );

  test('refuses while the service has the data folder, and asks nothing', { timeout: 30_000 }, async () => {
    await run('');
    const service = openStore(data());
    if (!service.ok) throw new Error(service.error.fault);
    const { said, exitCode } = await run(`${code}\n`);
    service.value.close();
    expect(said).toContain('服务正在运行');
    expect(said).toContain('service is running');
    expect(said).not.toContain(question);
    expect(exitCode).toBe(1);
    expect(existsSync(join(data(), 'terminal-keys.json'))).toBe(false);
  });
});
