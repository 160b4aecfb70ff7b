import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Acknowledgements } from '../../main/contract/wire/deliveries.ts';
import { atMost, type Report } from './report.ts';
import { makeTerminal, outboxOf, queueCases, type TerminalUnderLoad } from './terminal-under-load.ts';

const cases = 10_000;
const casesPerList = 50;

/**
 * What a case takes up on the disk while it waits, and what is left when it has ended. The audit log is counted apart: it
 * is kept for its own sake and grows with each act.
 */
export async function measureFootprint(): Promise<Report> {
  const terminal = makeTerminal();
  try {
    settle(terminal);
    const emptyBytes = bytesOnDisk(terminal) - tableBytes(terminal, ['audit']);
    const emptyProofBytes = tableBytes(terminal, proofTables);
    queueCases(terminal, cases);
    settle(terminal);
    const sealed = terminal.store.connection.prepare('SELECT sum(bytes) FROM cases').pluck();
    const sealedBytes = Number(sealed.get()) / cases;
    const waitingBytes = (bytesOnDisk(terminal) - tableBytes(terminal, ['audit']) - emptyBytes) / cases;
    const roundsUntilSmall = endAll(terminal);
    settle(terminal);
    const leftBytes = bytesOnDisk(terminal) - tableBytes(terminal, ['audit']);
    const proofBytes = tableBytes(terminal, proofTables) - emptyProofBytes;
    return {
      name: 'footprint',
      ratios: {
        ratio: atMost(waitingBytes / sealedBytes, 1.25),
        leftRatio: atMost((leftBytes - proofBytes) / emptyBytes, 1.1),
      },
      measured: {
        sealedBytesPerCase: sealedBytes,
        diskBytesPerWaitingCase: waitingBytes,
        emptyTerminalBytes: emptyBytes,
        leftBytes,
        proofBytesPerEndedCase: proofBytes / cases,
        roundsUntilSmall,
        auditBytesPerEndedCase: tableBytes(terminal, ['audit']) / cases,
      },
    };
  } finally {
    terminal.remove();
  }
}

/** What stays of an ended case: number, item, time and state for the desk, and the platform's signature over its end. */
const proofTables = ['cases', 'receipts', 'tombstones', 'acknowledgements'];

function settle({ store }: TerminalUnderLoad): void {
  store.connection.pragma('wal_checkpoint(TRUNCATE)');
}

function bytesOnDisk({ folder }: TerminalUnderLoad): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (file) => file.isFile() && !isSharedMemory(file.name),
  );
  return files.reduce((total, { parentPath, name }) => total + statSync(join(parentPath, name)).size, 0);
}

/** SQLite's index of the write-ahead log: memory under a file's name, gone with the process. */
const isSharedMemory = (name: string): boolean => name.endsWith('-shm');

/** Each page has an entry in the map that lets the file shrink. */
const mapBytesPerPage = 5;

/** The pages of these tables and of their indices. */
function tableBytes({ store }: TerminalUnderLoad, tables: readonly string[]): number {
  const pages = store.connection
    .prepare(
      `SELECT coalesce(sum(pgsize + ${mapBytesPerPage}), 0) FROM dbstat
       WHERE name IN (SELECT name FROM sqlite_schema WHERE tbl_name IN (SELECT value FROM json_each(?)))`,
    )
    .pluck();
  return Number(pages.get(JSON.stringify(tables)));
}

/** Returns after how many rounds the files stopped shrinking. */
function endAll(terminal: TerminalUnderLoad): number {
  const outbox = outboxOf(terminal);
  const { terminal: name, incarnation } = terminal.keys.enrolled.enrolment;
  for (let list = 1; ; list += 1) {
    const batch = outbox.nextBatch(casesPerList, null);
    if (batch.length === 0) break;
    const entries: Acknowledgements['entries'] = batch.map(({ caseNumber, caseDigest, bytes, sequence }) => ({
      ...{ caseNumber, caseDigest, bytes, sequence },
      ending: { outcome: 'opened' },
    }));
    const said: Acknowledgements = { v: 1, terminal: name, incarnation, epoch: 1, entries };
    outbox.finishAll(said, {
      bytes: Buffer.from(JSON.stringify(said)).toString('base64url'),
      key: 'ack-1',
      signature: Buffer.alloc(64, list).toString('base64url'),
    });
  }
  // Room is given back piece by piece, at the end of each round: a sign of life twice a minute.
  let rounds = 0;
  for (let before = Number.NaN; before !== bytesOnDisk(terminal); rounds += 1) {
    before = bytesOnDisk(terminal);
    outbox.overwriteErased();
  }
  return rounds - 1;
}
