import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { verifyExported } from '../audit/test-log.ts';
import { readCase, readEnvelope, readWaiting } from '../store/case-rows.ts';
import { diskFullError, openReader } from '../store/test-reader.ts';
import { casesOfEachTest } from './test-cases.ts';

const kept = casesOfEachTest();
const { submitted, outbox, endingFor, finish, everyByte, pieceOf } = kept;

describe('what the outbox erases', () => {
  it('erases what the platform signed for: from the rows and from every byte of the folder', async () => {
    const { caseNumber } = await submitted();
    const piece = pieceOf(caseNumber);
    expect(everyByte().includes(piece)).toBe(true);
    const box = outbox();
    expect(finish(box, endingFor(caseNumber))).toEqual([caseNumber]);
    box.overwriteErased();
    expect(everyByte().includes(piece)).toBe(false);
    expect([
      readEnvelope(kept.store(), caseNumber),
      readCase(kept.store(), caseNumber)?.state,
      readWaiting(kept.store(), 1, 0).count,
    ]).toEqual([null, 'received-there', 0]);
    expect(kept.changed()).toEqual([caseNumber]);
    expect(verifyExported(kept.store(), kept.keys().enrolled)).toMatchObject({ holds: true });
  });

  it('overwrites within a second of running time also in a round that does not end', async () => {
    const [first, second] = [await submitted(), await submitted()];
    const piece = pieceOf(first.caseNumber);
    const box = outbox();
    finish(box, endingFor(first.caseNumber));
    expect(everyByte().includes(piece)).toBe(true);
    kept.elapsedMs += 1000;
    finish(box, endingFor(second.caseNumber));
    expect(everyByte().includes(piece)).toBe(false);
  });

  it('overwrites at the next start what a crash left', async () => {
    const { caseNumber } = await submitted();
    const piece = pieceOf(caseNumber);
    finish(outbox(), endingFor(caseNumber));
    expect(everyByte().includes(piece)).toBe(true);
    outbox();
    expect(everyByte().includes(piece)).toBe(false);
  });

  it('overwrites in the next round what a reader held back', async () => {
    const { caseNumber } = await submitted();
    const piece = pieceOf(caseNumber);
    const box = outbox();
    const technician = openReader(kept.folder());
    finish(box, endingFor(caseNumber));
    box.overwriteErased();
    expect(everyByte().includes(piece)).toBe(true);
    technician.leave();
    box.overwriteErased();
    expect(everyByte().includes(piece)).toBe(false);
  });

  it('gives the room of erased cases back to the file system', async () => {
    const size = () => statSync(join(kept.folder(), 'terminal.sqlite')).size;
    const box = outbox();
    await submitted();
    box.overwriteErased();
    const small = size();
    const numbers: string[] = [];
    for (let n = 0; n < 40; n += 1) numbers.push((await submitted()).caseNumber);
    kept.store().connection.pragma('wal_checkpoint(TRUNCATE)');
    expect(size()).toBeGreaterThan(small + 40 * 1000);
    finish(box, ...numbers.map(endingFor));
    box.overwriteErased();
    expect(kept.store().connection.pragma('freelist_count', { simple: true })).toBe(0);
    // What stays of each: number, item, time, state, and its lines in the audit log.
    expect(size()).toBeLessThan(small + 40 * 2000);
  });

  it('goes on when the disk has no room to overwrite in, and overwrites when it has', async () => {
    const { caseNumber } = await submitted();
    const piece = pieceOf(caseNumber);
    const box = outbox();
    finish(box, endingFor(caseNumber));
    const pragma = kept.store().connection.pragma.bind(kept.store().connection);
    const full = vi.spyOn(kept.store().connection, 'pragma').mockImplementation((text, options) => {
      if (text.startsWith('wal_checkpoint')) throw diskFullError();
      return pragma(text, options);
    });
    box.overwriteErased();
    full.mockRestore();
    expect(everyByte().includes(piece)).toBe(true);
    box.overwriteErased();
    expect(everyByte().includes(piece)).toBe(false);
  });
});
