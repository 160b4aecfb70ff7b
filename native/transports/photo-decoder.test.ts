import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardPhoto } from '../../main/contract/devices/id-card-reader.ts';
import type { Result } from '../../main/contract/result.ts';
import { systemClock } from '../clock.ts';
import { createManualClock } from '../manual-clock.ts';
import { type DecoderFault, decodePhoto, decoderLimitMs } from './photo-decoder.ts';

/** Real programs, each of which does what a decoder of somebody's might. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'photo-decoder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const block = (): Uint8Array => Uint8Array.from({ length: 1024 }, (_, at) => (at * 7) & 0xff);
const sampleDecoder = join(import.meta.dirname, '../id-card/virtual-photo-decoder.ts');

function written(source: string) {
  const file = join(folder, 'decoder.mjs');
  writeFileSync(file, source);
  return { program: process.execPath, args: [file] };
}

function decoded(decoder: Parameters<typeof decodePhoto>[0], given = block(), clock = systemClock) {
  let stop: () => void = () => {};
  const result = new Promise<Result<CardPhoto, DecoderFault>>((settle) => {
    stop = decodePhoto(decoder, given, clock, settle);
  });
  return { result, stop: () => stop() };
}

/** Whether a process of that file runs. */
const runs = (file: string): boolean =>
  readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(file);
    } catch {
      return false;
    }
  });

async function untilGone(file: string): Promise<void> {
  while (runs(file)) await new Promise((settle) => setTimeout(settle, 20));
}

describe('the operator’s decoder', { timeout: 20_000 }, () => {
  it('is given the block as it was read, and its image comes back; the block is wiped', async () => {
    const given = block();
    const { result } = decoded({ program: process.execPath, args: [sampleDecoder] }, given);
    const photo = await result;
    if (!photo.ok) throw new Error(photo.error);
    expect(photo.value.type).toBe('image/bmp');
    const bmp = Buffer.from(photo.value.base64, 'base64');
    expect([bmp.length, bmp.readInt32LE(18), bmp.readInt32LE(22)]).toEqual([38_862, 102, 126]);
    // The upper left square of the pattern is the block's first byte of the last row of squares: BMP stands on its head.
    expect(bmp[54]).toBe(96);
    expect(given.every((byte) => byte === 0)).toBe(true);
  });

  it.each([
    ['crashes', `process.kill(process.pid, 'SIGSEGV')`, 'failed'],
    ['ends with an error', `process.stdout.write('BM'); process.exitCode = 3`, 'failed'],
    ['says nothing', ``, 'no-image'],
    ['says something else', `process.stdout.write('<svg onload="x()"/>')`, 'no-image'],
    ['says more than a photo is', `process.stdout.write('BM'); process.stdout.write(Buffer.alloc(70000))`, 'too-large'],
    ['never stops saying', `const more = () => process.stdout.write(Buffer.alloc(9999), more); more()`, 'too-large'],
    ['reads nothing and closes its ears', `process.stdin.destroy(); process.stdout.write('BM')`, undefined],
  ])('that %s does no harm', async (_what, source, fault) => {
    const result = await decoded(written(source)).result;
    expect(result.ok ? undefined : result.error).toBe(fault);
  });

  it('that is not there is a fault like any other', async () => {
    expect(await decoded({ program: join(folder, 'none') }).result).toMatchObject({ ok: false });
  });

  it('that hangs is killed with all it has started', async () => {
    const clock = createManualClock();
    const started = join(folder, 'started');
    const child = `import('node:fs').then((fs) => fs.writeFileSync(${JSON.stringify(started)}, ''));setInterval(() => {}, 1000)`;
    const decoder = written(
      `import { spawn } from 'node:child_process';
       spawn(process.execPath, ['-e', ${JSON.stringify(child)}, ${JSON.stringify(folder)}], { stdio: 'ignore' });
       setInterval(() => {}, 1000);`,
    );
    const { result } = decoded(decoder, block(), clock);
    while (!readdirSync(folder).includes('started')) await new Promise((settle) => setTimeout(settle, 20));
    await clock.advance(decoderLimitMs);
    expect(await result).toEqual({ ok: false, error: 'too-slow' });
    await untilGone(folder);
  });

  it('is killed when its person has gone', async () => {
    const { result, stop } = decoded(written(`setInterval(() => {}, 1000)`));
    stop();
    expect(await result).toEqual({ ok: false, error: 'stopped' });
    await untilGone(folder);
  });

  it('gets no environment, and no file of the terminal is open in it', async () => {
    const seen = join(folder, 'seen');
    const decoder = written(
      `import fs from 'node:fs';
       const open = fs.readdirSync('/proc/self/fd').map((fd) => { try { return fs.readlinkSync('/proc/self/fd/' + fd) } catch { return '' } });
       fs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ env: process.env, cwd: process.cwd(), open }));`,
    );
    await decoded(decoder).result;
    const { env, cwd, open } = JSON.parse(readFileSync(seen, 'utf8')) as {
      readonly env: object;
      readonly cwd: string;
      readonly open: readonly string[];
    };
    expect({ env, cwd }).toEqual({ env: {}, cwd: '/' });
    expect(open.filter((file) => file.startsWith('/') && !/^\/(dev|proc)/.test(file))).toEqual([]);
  });
});
