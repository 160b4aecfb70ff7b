import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { sampleCard } from '../id-card/sample-cards.ts';
import { controlFlags, serveControl } from '../virtual-control.ts';
import { type CardService, startCardService } from './virtual-card-service.ts';
import { createVirtualCard, type VirtualCard, type VirtualCardContent } from './virtual-card.ts';
import { type Fault, faultKinds, faultSteps, type InsertedCard, insertCard } from './virtual-slot.ts';

/**
 * A virtual smart-card reader, as a process of its own: Debian's own card service with a virtual reader in it, and a person's
 * hands on a Unix socket.
 *
 *   node native/smart-card/virtual.ts --control PATH [--reader NAME]... [--exit-with-parent]
 *
 * The keys of its staff cards are made anew each time it starts.
 */
const cardNames = [
  'social-wang',
  'social-li',
  'social-rare-name',
  'social-unreadable',
  'staff',
  'other-staff',
  'replaying-staff',
  'bank',
] as const;
type CardName = (typeof cardNames)[number];

const order = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('insert'),
    card: z.enum(cardNames),
    reader: z.number().int().min(0).default(0),
    upsideDown: z.boolean().default(false),
  }),
  z.strictObject({ do: z.literal('pull') }),
  z.strictObject({
    do: z.literal('fault'),
    kind: z.enum(faultKinds),
    count: z.number().int().min(1).max(1000),
    on: z.enum(faultSteps).optional(),
  }),
  /** Works again: what is left of its faults is forgotten. */
  z.strictObject({ do: z.literal('mend') }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug') }),
  z.strictObject({ do: z.literal('stop-service') }),
  z.strictObject({ do: z.literal('start-service') }),
  z.strictObject({ do: z.literal('hang-service') }),
  z.strictObject({ do: z.literal('resume-service') }),
  z.strictObject({ do: z.literal('state') }),
]);
type Order = z.infer<typeof order>;

const { values: flags } = parseArgs({
  options: {
    ...controlFlags,
    reader: { type: 'string', multiple: true, default: ['Virtual Card Reader (SN 0001)'] },
  },
});
const control = z.string().parse(flags.control);
const folder = mkdtempSync(join(tmpdir(), 'card-service-'));
const keys = { staff: newKey(), 'other-staff': newKey() };
const faults: Fault[] = [];
const readers: readonly { readonly name: string; readonly port: number }[] = await Promise.all(
  flags.reader.map(async (name) => ({ name, port: await freePorts() })),
);
let service: CardService | undefined;
let serviceState: 'running' | 'stopped' | 'hanging' = 'stopped';
let plugged = true;
let inserted: { readonly name: CardName; readonly reader: number; readonly card: InsertedCard } | undefined;
let running: VirtualCard | undefined;
let lastSignature: Uint8Array = new Uint8Array(8);
let answers = 0;
let lastPulledMs = Number.NEGATIVE_INFINITY;
const changingHandsMs = 1200;

function newKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** As they stand in a terminal's profile. */
function publicKeys(): object {
  const spki = ({ publicKey }: typeof keys.staff): string =>
    publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return { staff: spki(keys.staff), 'other-staff': spki(keys['other-staff']) };
}

function holder(name: 'resident-wang' | 'resident-li' | 'rare-name', cardNumber: string): VirtualCardContent {
  const card = sampleCard(name);
  return { kind: 'social-security', holder: { cardNumber, socialSecurityNumber: card.idNumber, name: card.name } };
}

function contentOf(name: CardName): VirtualCardContent {
  switch (name) {
    case 'social-wang':
      return holder('resident-wang', 'A12345678');
    case 'social-li':
      return holder('resident-li', 'B23456789');
    case 'social-rare-name':
      return holder('rare-name', 'C34567890');
    case 'social-unreadable':
      return {
        kind: 'social-security',
        holder: { cardNumber: '', socialSecurityNumber: '\u0001', name: '' },
      };
    case 'staff':
    case 'other-staff':
      return { kind: 'staff', privateKey: keys[name].privateKey };
    case 'replaying-staff':
      return { kind: 'replaying-staff', signature: lastSignature };
    case 'bank':
      return { kind: 'other' };
    default:
      return name satisfies never;
  }
}

/** Two free ports, one after the other: the driver takes a second one for its second slot. */
async function freePorts(): Promise<number> {
  for (;;) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 6000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function insert(name: CardName, reader: number, upsideDown: boolean): Promise<void> {
  pull();
  const port = readers[reader]?.port;
  if (port === undefined) throw new Error(`there is no reader ${reader}`);
  const content = contentOf(name);
  await handMoves();
  const card: InsertedCard = await insertCard({
    port,
    upsideDown,
    startUp: () => {
      running = createVirtualCard(content);
      return running;
    },
    faultFor: (step) => {
      answers += 1;
      lastSignature = running?.signatures.at(-1) ?? lastSignature;
      const fault = faults.find(({ on, left }) => left > 0 && (on === undefined || on === step));
      if (fault !== undefined) fault.left -= 1;
      return fault?.kind;
    },
    onPulled: () => {
      if (inserted?.card !== card) return;
      inserted = undefined;
      lastPulledMs = performance.now();
    },
  });
  inserted = { name, reader, card };
}

function pull(): void {
  if (inserted === undefined) return;
  inserted.card.pull();
  inserted = undefined;
  lastPulledMs = performance.now();
}

/** The service looks into the slot twice a second; a card that is changed between two looks is the same one to it. */
async function handMoves(): Promise<void> {
  const leftMs = lastPulledMs + changingHandsMs - performance.now();
  if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
}

async function startService(): Promise<void> {
  await service?.stop();
  const card = inserted;
  service = await startCardService(folder, plugged ? readers : []);
  serviceState = 'running';
  if (plugged && card !== undefined) await insert(card.name, card.reader, false);
}

async function stopService(): Promise<void> {
  const card = inserted;
  await service?.stop();
  service = undefined;
  serviceState = 'stopped';
  // The card stays in: when there is a service again, it finds it.
  inserted = card;
}

async function carryOut(given: Order): Promise<void> {
  switch (given.do) {
    case 'insert':
      return insert(given.card, given.reader, given.upsideDown);
    case 'pull':
      return pull();
    case 'fault':
      faults.push({ kind: given.kind, left: given.count, on: given.on });
      return;
    case 'mend':
      faults.length = 0;
      return;
    case 'unplug':
    case 'plug':
      // pcscd takes readers from its settings when it starts, and cannot lose one: it is started anew.
      plugged = given.do === 'plug';
      await stopService();
      return startService();
    case 'stop-service':
      return stopService();
    case 'start-service':
      return startService();
    case 'hang-service':
      service?.hang();
      serviceState = 'hanging';
      return;
    case 'resume-service':
      service?.resume();
      serviceState = 'running';
      return;
    case 'state':
      return;
    default:
      given satisfies never;
  }
}

await startService();
await serveControl({
  path: control,
  order,
  carryOut: async (given) => {
    await carryOut(given);
    const faultsLeft = faults.reduce((sum, { left }) => sum + left, 0);
    return { plugged, service: serviceState, card: inserted?.name ?? null, faultsLeft, answers };
  },
  leave: async () => {
    pull();
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  },
  exitWithParent: flags['exit-with-parent'],
  ready: () => ({ socket: service?.socket, readers: flags.reader, staffKeys: publicKeys() }),
});
