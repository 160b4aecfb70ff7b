import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { maxDeliveriesPerBatch } from '../../main/contract/wire/deliveries.ts';
import { openLog } from '../../main/service/log.ts';
import { testKeys } from '../../main/service/sealing/test-case.ts';
import { readEnvelope, readWaiting } from '../../main/service/store/case-rows.ts';
import type { Outbox } from '../../main/service/sync/outbox.ts';
import { startSync } from '../../main/service/sync/sync-loop.ts';
import { noBundles, noFleet } from '../../main/service/sync/test-no-bundles.ts';
import { makeTestIdentity } from '../../main/service/sync/test-tls.ts';
import { systemTimers } from '../../main/service/timers.ts';
import type { ServerPorts, ServerSettings } from './acknowledging-server.ts';
import { startPeer } from './peer/replicate.ts';
import { atLeast, median, type Report } from './report.ts';
import {
  type BenchKeys,
  contentBytes,
  makeTerminal,
  outboxOf,
  queueCases,
  type TerminalUnderLoad,
} from './terminal-under-load.ts';

const cases = 10_000;
const bareConnections = 4;
const runs = 5;

/**
 * How fast a long queue goes out: every acknowledgement verified, every content erased, against the same bodies one by one
 * over four kept connections to a server that only says that they came, and against PouchDB as its users would use it.
 */
export async function measureDrain(): Promise<Report> {
  const { pin, ...tls } = await makeTestIdentity();
  const made = testKeys();
  const keys = { ...made, list: { ...made.list, pins: [pin] } };
  const peer = await startPeer();
  const server = await startServer(keys, tls);
  const drained: Pace[] = [];
  const bare: Pace[] = [];
  const replicated: number[] = [];
  const lineAlone: Pace[] = [];
  const diskAlone: Pace[] = [];
  try {
    // In turn, so that whatever else the machine does meanwhile weighs on both.
    for (let run = 0; run < runs; run += 1) {
      const terminal = makeTerminal(keys);
      try {
        queueCases(terminal, cases);
        const bodies = bodiesOf(terminal);
        bare.push(await paceOf(cases, () => sendBare(server.ports.bare, bodies)));
        replicated.push(await peer.replicate(cases, contentBytes));
        lineAlone.push(await sendWithoutDisk(terminal, server.ports.deliveries));
        drained.push(await drain(terminal, server.ports.deliveries));
        queueCases(terminal, cases, cases + 1);
        diskAlone.push(await endWithoutLine(terminal));
      } finally {
        terminal.remove();
      }
    }
  } finally {
    peer.stop();
    server.stop();
  }
  const rates = (paces: readonly Pace[]) => paces.map(({ perSecond }) => perSecond);
  const cpu = (paces: readonly Pace[]) => median(paces.map(({ cpuMicros }) => cpuMicros));
  const over = (others: readonly number[]) => rates(drained).map((rate, run) => rate / (others[run] ?? Number.NaN));
  const ofLimit = over(rates(bare));
  return {
    name: 'drain',
    ratios: { ofLimit: atLeast(median(ofLimit), 0.7), overPeer: atLeast(median(over(replicated)), 3) },
    measured: {
      casesPerSecond: median(rates(drained)),
      bareRequestsPerSecond: median(rates(bare)),
      peerDocumentsPerSecond: median(replicated),
      peer: `PouchDB ${peer.version}`,
      cpuMicrosPerCase: cpu(drained),
      cpuMicrosPerBareRequest: cpu(bare),
      casesPerSecondWithoutDisk: median(rates(lineAlone)),
      casesPerSecondWithoutLine: median(rates(diskAlone)),
      cpuMicrosPerCaseWithoutDisk: cpu(lineAlone),
      cpuMicrosPerCaseWithoutLine: cpu(diskAlone),
      ofLimitLowest: Math.min(...ofLimit),
      ofLimitHighest: Math.max(...ofLimit),
    },
  };
}

/** From the first request until the last content is overwritten. */
async function drain(terminal: TerminalUnderLoad, port: number): Promise<Pace> {
  const { store, folder } = terminal;
  const erased = pieceOfEveryHundredth(terminal);
  const pace = await sendAll(terminal, port, outboxOf(terminal));
  const { count } = readWaiting(store, 1, 0);
  if (count !== 0) throw new Error(`${count} cases were not ended`);
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  if (erased.some((piece) => bytes.some((file) => file.includes(piece)))) throw new Error('content was not erased');
  return pace;
}

/** What the line takes without the disk: the same round with all cases in memory, where the signed lists end nothing. */
async function sendWithoutDisk(terminal: TerminalUnderLoad, port: number): Promise<Pace> {
  const outbox = outboxOf(terminal);
  const waiting = outbox.nextBatch(cases, null);
  let lease = outbox.lease();
  let ended = 0;
  const pace = await sendAll(terminal, port, {
    ...outbox,
    // Sequences count from 1.
    nextBatch: (most, after) => waiting.slice(after?.sequence ?? 0, (after?.sequence ?? 0) + most),
    lease: () => lease,
    saveContact: (contact) => {
      lease = contact.lease;
    },
    finishAll: ({ entries }) => {
      ended += entries.length;
      return new Set(entries.map(({ caseNumber }) => caseNumber));
    },
    overwriteErased: () => {},
  });
  if (ended !== cases) throw new Error(`${ended} cases were acknowledged`);
  return pace;
}

/** What the disk takes without the line: each batch read, and ended by a list as the platform would make it. */
function endWithoutLine(terminal: TerminalUnderLoad): Promise<Pace> {
  const outbox = outboxOf(terminal);
  const { terminal: name, incarnation } = terminal.keys.enrolled.enrolment;
  return paceOf(cases, async () => {
    let batch = outbox.nextBatch(maxDeliveriesPerBatch, null);
    for (let last = batch.at(-1); last !== undefined; last = batch.at(-1)) {
      const ending = { outcome: 'opened' as const };
      const entries = batch.map(({ caseNumber, caseDigest, bytes }, sequence) => ({
        ...{ caseNumber, caseDigest, bytes, ending, sequence },
      }));
      const signature = `${last.sequence}`.padStart(86, 'A');
      outbox.finishAll({ v: 1, terminal: name, incarnation, epoch: 1, entries }, { bytes: 'AA', key: 'k', signature });
      batch = outbox.nextBatch(maxDeliveriesPerBatch, last);
    }
    outbox.overwriteErased();
  });
}

/** One round of the real sync, to the end of it. */
async function sendAll({ keys }: TerminalUnderLoad, port: number, outbox: Outbox): Promise<Pace> {
  let onOver = () => {};
  const over = new Promise<void>((resolve) => (onOver = resolve));
  let stopping = Promise.resolve();
  const pace = await paceOf(cases, async () => {
    const sync = startSync({
      profile: { platform: { url: `https://127.0.0.1:${port}`, roots: [...keys.roots] } },
      keys: keys.enrolled,
      keyList: keys.list,
      fleet: noFleet,
      bundles: noBundles,
      outbox: {
        ...outbox,
        overwriteErased: () => {
          outbox.overwriteErased();
          onOver();
        },
      },
      timers: systemTimers,
      log: openLog('/dev/null'),
      onOnline: () => {},
    });
    await over;
    stopping = sync.stop();
  });
  await stopping;
  return pace;
}

function pieceOfEveryHundredth({ store }: TerminalUnderLoad): readonly Buffer[] {
  const numbers = store.connection
    .prepare<[], string>('SELECT case_number FROM outbox WHERE sequence % 100 = 1')
    .pluck();
  return numbers.all().map((caseNumber) => {
    const { answers } = readEnvelope(store, caseNumber) ?? { answers: new Uint8Array() };
    if (answers.length < 2000) throw new Error('nothing to look for');
    return Buffer.from(answers.subarray(1900, 1932));
  });
}

/** What each case is on the line: its envelope as JSON. */
function bodiesOf(terminal: TerminalUnderLoad): readonly Buffer[] {
  return outboxOf(terminal)
    .nextBatch(cases, null)
    .map(({ envelope }) => {
      const { header, manifest, answers, signature } = envelope;
      const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
      const parts = {
        header: text(header),
        manifest: text(manifest),
        answers: text(answers),
        signature: text(signature),
      };
      return Buffer.from(JSON.stringify(parts));
    });
}

async function sendBare(port: number, bodies: readonly Buffer[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: bareConnections });
  const left = bodies.values();
  const one = async () => {
    for (const body of left) await post(agent, port, body);
  };
  await Promise.all(Array.from({ length: bareConnections }, one));
  agent.destroy();
}

function post(agent: Agent, port: number, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const call = request({ agent, port, host: '127.0.0.1', method: 'POST', path: '/', headers }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    call.on('error', reject);
    call.end(body);
  });
}

interface Pace {
  readonly perSecond: number;
  /** Of this process: what is left of a comparison where others use the machine meanwhile. */
  readonly cpuMicros: number;
}

async function paceOf(count: number, act: () => Promise<void>): Promise<Pace> {
  const before = process.cpuUsage();
  const beganMs = performance.now();
  await act();
  const tookMs = performance.now() - beganMs;
  const { user, system } = process.cpuUsage(before);
  return { perSecond: (count * 1000) / tookMs, cpuMicros: (user + system) / count };
}

async function startServer(keys: BenchKeys, tls: ServerSettings['tls']) {
  const child: ChildProcess = fork(join(import.meta.dirname, 'acknowledging-server.ts'));
  const pem = { type: 'pkcs8', format: 'pem' } as const;
  const settings: ServerSettings = {
    tls,
    acknowledgementKey: keys.acknowledgement.privateKey.export(pem).toString(),
    responseKey: keys.response.privateKey.export(pem).toString(),
    ...keys.enrolled.enrolment,
    keyListVersion: keys.list.version,
  };
  child.send(settings);
  const [ports] = (await once(child, 'message')) as [ServerPorts];
  return { ports, stop: () => void child.kill() };
}
