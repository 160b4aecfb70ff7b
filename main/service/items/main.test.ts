import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedItem } from '../catalog/test-item-file.ts';

const command = fileURLToPath(new URL('./main.ts', import.meta.url));
const run = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { input, encoding: 'utf8' });
  return { status, stdout, stderr };
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'items-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('npm run items', { timeout: 60_000 }, () => {
  it('-- check --json prints one line, of what comes with the terminal where no folder is given', () => {
    const { status, stdout } = run(['check', '--json']);
    expect(status).toBe(0);
    const counted: unknown = JSON.parse(stdout);
    expect(counted).toMatchObject({ errors: 0 });
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('-- check ends with 1 where something is wrong, and says where', () => {
    const { text, line } = changedItem('tax-certificate', 'kind: choice', 'kind: chioce');
    writeFileSync(join(folder, 'bad.yaml'), text);
    const { status, stdout, stderr } = run(['check', '--json', folder]);
    expect([status, stdout]).toEqual([1, '{"items":0,"complete":0,"errors":1}\n']);
    expect(stderr).toContain(`bad.yaml:${line}  `);
    expect(run(['check', folder]).stdout).toContain('Did you mean choice?');
  });

  it('-- graph and -- walk take an item by its name', () => {
    expect(run(['graph', 'tax-certificate', '--mermaid']).stdout).toMatch(/^flowchart TD\n/);
    const walked = run(['walk', 'tax-certificate', '--language', 'en'], '\n1\n1\n1\n13800138000\n\n');
    expect(walked.status).toBe(0);
    expect(walked.stdout).toContain('Which tax is it about?');
    expect(run(['walk', 'tax-certificate'], '\n1\n').status).toBe(1);
  });

  it.each([
    [[]],
    [['draw']],
    [['check', 'a', 'b']],
    [['graph']],
    [['graph', 'no-such-item']],
    [['walk', 'tax-certificate', '--age', 'old']],
    [['check', '/no/such/folder']],
    [['check', '--jsn']],
  ])('called wrongly by %j ends with 2', (args) => {
    const { status, stdout, stderr } = run(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  });
});
