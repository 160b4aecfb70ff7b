import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepEnrolment, makeNextTerminalKeys, makeTerminalKeys, readTerminalKeys } from './terminal-keys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tb-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const file = () => join(folder, 'terminal-keys.json');

describe("a terminal's keys", () => {
  test('are read as they were made, then as whom they were enrolled', () => {
    const made = makeTerminalKeys(folder);
    const before = readTerminalKeys(folder);
    expect(before.ok && before.value.enrolment).toBeNull();
    keepEnrolment(folder, made, { terminal: 'LLZ01', incarnation: 2 });
    const after = readTerminalKeys(folder);
    if (!after.ok) throw new Error(after.error);
    expect(after.value.enrolment).toEqual({ terminal: 'LLZ01', incarnation: 2 });
    expect(after.value.publicKey).toEqual(made.publicKey);
    expect(after.value.storageKey).toEqual(made.storageKey);
    expect(after.value.signingKey.equals(made.signingKey)).toBe(true);
  });

  test('of the next incarnation wait beside the present ones, and are the same however often it is begun', () => {
    const first = keepEnrolment(folder, makeTerminalKeys(folder), { terminal: 'LLZ01', incarnation: 1 });
    const next = makeNextTerminalKeys(folder, first);
    expect(makeNextTerminalKeys(folder, first).publicKey).toEqual(next.publicKey);
    const present = readTerminalKeys(folder);
    expect(present.ok && present.value.publicKey).toEqual(first.publicKey);
    expect(next.publicKey).not.toEqual(first.publicKey);

    const leftOver = readFileSync(join(folder, 'terminal-keys.next.json'));
    const second = keepEnrolment(folder, next, { terminal: 'LLZ01', incarnation: 2 });
    expect(readdirSync(folder)).toEqual(['terminal-keys.json']);
    // Cut off before the file of the next ones was gone: they are the present ones, and the third are new again.
    writeFileSync(join(folder, 'terminal-keys.next.json'), leftOver, { mode: 0o600 });
    const third = makeNextTerminalKeys(folder, second);
    expect(third.publicKey).not.toEqual(second.publicKey);
    expect(third.storageKey).toEqual(first.storageKey);
  });

  test('lie in one file that only its owner reads', () => {
    makeTerminalKeys(folder);
    expect(readdirSync(folder)).toEqual(['terminal-keys.json']);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('a leftover of a cut write does not hand its permissions on', () => {
    writeFileSync(join(folder, '.terminal-keys.json.new'), 'half', { mode: 0o644 });
    makeTerminalKeys(folder);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readTerminalKeys(folder).ok).toBe(true);
  });

  test('are not used when they are missing, open to others or damaged', () => {
    expect(readTerminalKeys(folder)).toEqual({ ok: false, error: 'missing' });
    makeTerminalKeys(folder);
    chmodSync(file(), 0o640);
    expect(readTerminalKeys(folder)).toEqual({ ok: false, error: 'readable-by-others' });
    chmodSync(file(), 0o600);
    const text = readFileSync(file(), 'utf8');
    writeFileSync(file(), text.slice(0, -20));
    expect(readTerminalKeys(folder)).toEqual({ ok: false, error: 'unreadable' });
    writeFileSync(file(), text.replace(/("public":")..../, '$1AAAA'));
    expect(readTerminalKeys(folder)).toEqual({ ok: false, error: 'unreadable' });
  });
});
