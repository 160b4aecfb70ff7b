import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatCaseNumber } from '../../contract/case-number.ts';
import { endCases, insertCase, readCase } from './case-rows.ts';
import { openStore } from './database.ts';
import { saveAcknowledgements } from './ended-proofs.ts';
import { giveBackFreePages, overwriteErased } from './overwriting.ts';
import type { Store } from './store.ts';
import { deleteDraft, saveDraft } from './draft-rows.ts';
import { diskFullError } from './test-reader.ts';

const at = '2026-11-23T06:42:00.000Z';
let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'erasing-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const everyByte = (): Buffer => Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))));

/** Sixteen bytes that stand nowhere else; a content made of nothing else shows in any piece of it that is left. */
const markOf = (name: string): Buffer => createHash('sha256').update(name).digest().subarray(0, 16);
const contentOf = (name: string, bytes: number): Buffer => Buffer.alloc(bytes, markOf(name));
const numberOf = (sequence: number) => formatCaseNumber({ terminal: 'LLZ01', incarnation: 1, counter: sequence });

function handIn(sequence: number, bytes: number): void {
  const caseNumber = numberOf(sequence);
  insertCase(store, {
    caseNumber,
    incarnation: 1,
    sequence,
    caseDigest: `digest-${sequence}`,
    bytes,
    item: 'item',
    itemName: { zh: '事项', en: 'item' },
    submittedAt: at,
    envelope: {
      header: contentOf(caseNumber, 300),
      manifest: contentOf(caseNumber, 400),
      answers: contentOf(caseNumber, bytes),
      signature: contentOf(caseNumber, 64),
    },
  });
}

function end(sequences: readonly number[]): void {
  const id = saveAcknowledgements(store, {
    bytes: `list-${sequences.join()}`,
    key: 'ack-1',
    signature: sequences.join(),
  });
  endCases(store, sequences.map(numberOf), 'received-there', id, at);
}

describe('erasing', () => {
  it('goes on waiting for others at the database after a disk has failed it', () => {
    const { connection } = store;
    const pragma = connection.pragma.bind(connection);
    connection.pragma = (source, options) => {
      if (source.startsWith('wal_checkpoint')) throw diskFullError();
      return pragma(source, options);
    };
    expect(() => overwriteErased(store)).toThrow('disk is full');
    expect(pragma('busy_timeout', { simple: true })).toBe(1000);
  });

  it('leaves no piece of an ended case in any file, in whatever order cases came and went', () => {
    const seed = randomInt(2 ** 31);
    let state = seed;
    const below = (limit: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % limit;
    };
    const waiting: number[] = [];
    const ended: number[] = [];
    let last = 0;
    for (let round = 0; round < 40; round += 1) {
      store.transaction(() => {
        for (let more = below(14); more > 0; more -= 1) {
          last += 1;
          // Rows that share a page with others, rows that fill one, and rows that run over many.
          handIn(last, [20, 150, 900, 3000, 9000, 30_000][below(6)] ?? 20);
          waiting.push(last);
        }
      });
      const gone = Array.from(
        { length: Math.min(waiting.length, below(14)) },
        () => waiting.splice(below(waiting.length), 1)[0] ?? 0,
      );
      if (gone.length > 0) store.transaction(() => end(gone));
      ended.push(...gone);
      if (below(3) === 0) giveBackFreePages(store);
    }
    expect(overwriteErased(store)).toBe(true);
    const bytes = everyByte();
    expect(ended.length).toBeGreaterThan(100);
    const left = ended.filter((sequence) => bytes.includes(markOf(numberOf(sequence))));
    expect(left, `seed ${seed}`).toEqual([]);
    for (const sequence of waiting) expect(bytes.includes(markOf(numberOf(sequence)))).toBe(true);
    expect(readCase(store, numberOf(ended[0] ?? 0))?.state).toBe('received-there');
  });

  it('leaves no piece of a draft, of its last state or of one before', () => {
    const draft = { draft: 'a'.repeat(32), salt: contentOf('salt', 16), begunAt: at };
    for (let saved = 0; saved < 30; saved += 1) {
      store.transaction(() => saveDraft(store, { ...draft, sealed: contentOf(`state ${saved}`, 200 + 377 * saved) }));
    }
    store.transaction(() => deleteDraft(store, draft.draft));
    expect(overwriteErased(store)).toBe(true);
    const bytes = everyByte();
    const left = Array.from({ length: 30 }, (_, saved) => `state ${saved}`).filter((name) =>
      bytes.includes(markOf(name)),
    );
    expect(left).toEqual([]);
    expect(bytes.includes(markOf('salt'))).toBe(false);
  });

  it('makes the file small again when a long queue has gone', () => {
    const count = 3000;
    const size = () => everyByte().length;
    store.transaction(() => {
      for (let sequence = 1; sequence <= count; sequence += 1) handIn(sequence, 3000);
    });
    overwriteErased(store);
    const full = size();
    store.transaction(() => end(Array.from({ length: count }, (_, before) => before + 1)));
    while (giveBackFreePages(store)) overwriteErased(store);
    expect(overwriteErased(store)).toBe(true);
    expect(store.connection.pragma('freelist_count', { simple: true })).toBe(0);
    // Of each stay number, item, time and state, and its tombstone.
    expect(size()).toBeLessThan(full / 5);
  });
});
