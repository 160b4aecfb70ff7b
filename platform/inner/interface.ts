import { lstat, mkdir, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { fastify, LogController } from 'fastify';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { z } from 'zod';
import { err } from '../../main/contract/result.ts';
import { maxBundleContentBytes } from '../../main/contract/wire/bundles.ts';
import type { Database } from '../database/schema.ts';
import type { DevelopmentRoot } from '../keys/development-root.ts';
import { isNodeError } from '../keys/files.ts';
import type { KeyFolder } from '../keys/folder.ts';
import type { KeysKeeper } from '../keys/keys-in-use.ts';
import type { PaperFiles } from '../papers/paper-files.ts';
import { listBundles, publication, publishBundle } from './bundles.ts';
import { makeEnrolmentCode } from './enrolment.ts';
import { openHeldPaper } from './held-papers.ts';
import { announceKey, listCases, listTerminals, raiseEpoch, retireKey, revoke } from './operator.ts';
import { listLostCases } from './tombstones.ts';
import { listUnended, operatorReasons, refuseCase } from './refuse.ts';
import { readPublishedHeads } from './published-heads.ts';

const terminalId = z.string().regex(/^[A-Z0-9]{3,8}$/);
/** Ends in a letter, and leaves room for 999 terminals in eight characters. */
export const terminalPrefix = z.string().regex(/^[A-Z0-9]{0,4}[A-Z]$/);
const codeRequest = z.union([z.strictObject({ prefix: terminalPrefix }), z.strictObject({ terminal: terminalId })]);
const paperName = z.strictObject({ caseDigest: z.string(), paper: z.string() });
const revocationRequest = z.strictObject({ terminal: terminalId, incarnation: z.int().min(1) });
const incarnationInPath = z.object({ terminal: terminalId, incarnation: z.coerce.number().pipe(z.int().min(1)) });

const announcement = z.strictObject({ use: z.enum(['sealing', 'acknowledgement', 'response', 'bundle', 'tls']) });
/** A key's id, or a pin. */
const retirement = z.strictObject({ id: z.string().min(1).max(100) });

const refusal = z.strictObject({ case: z.string().min(1).max(100), reason: z.enum(operatorReasons) });

/** What the kernel's address of a Unix socket holds, less its final zero. Longer ones are cut off in silence by some. */
const longestSocketPathBytes = 107;

/**
 * The inner zone's own interface: HTTP over a Unix socket in a 0700 folder, never TCP, because what it shows is what
 * residents wrote. POST /enrolment-codes, GET /cases, GET /papers/<caseDigest>/<paper>, GET /terminals,
 * GET /published-heads/<terminal>/<incarnation>, POST /revocations,
 * GET /keys, POST /keys, POST /keys/retired, GET /bundles, POST /bundles, POST /epochs,
 * GET /lost-cases, GET /unended-cases, POST /refusals.
 */
export async function serveInnerInterface(options: {
  readonly socket: string;
  readonly db: Kysely<Database>;
  readonly keys: KeyFolder;
  readonly inUse: KeysKeeper;
  readonly papers: PaperFiles;
  readonly root: DevelopmentRoot;
  readonly now: () => Date;
  readonly log: Logger;
}): Promise<{ close(): Promise<void> }> {
  const { socket, db, keys, inUse, papers, root, now, log } = options;
  const desk = { db, keys, root, now };
  const server = fastify({ loggerInstance: log, logController: new LogController({ disableRequestLogging: true }) });

  server.post('/enrolment-codes', async (request, reply) => {
    const wanted = codeRequest.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'malformed' });
    const made = await makeEnrolmentCode(db, wanted.data, now());
    return made.ok ? made.value : reply.code(404).send({ error: made.error });
  });
  server.get('/cases', () => listCases(db));
  server.get('/papers/:caseDigest/:paper', async (request, reply) => {
    const page = await openHeldPaper(db, papers, paperName.parse(request.params));
    return page === null ? reply.code(404).send({ error: 'not-found' }) : reply.type(page.type).send(page.bytes);
  });
  server.get('/terminals', () => listTerminals(db));
  server.get('/published-heads/:terminal/:incarnation', async (request, reply) => {
    const wanted = incarnationInPath.safeParse(request.params);
    const heads = wanted.success ? await readPublishedHeads(db, wanted.data) : err('unknown-terminal');
    return heads.ok ? heads.value : reply.code(404).send({ error: heads.error });
  });
  server.post('/revocations', async (request, reply) => {
    const wanted = revocationRequest.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'malformed' });
    const version = await revoke(desk, wanted.data);
    return version.ok ? { keyListVersion: version.value } : reply.code(404).send({ error: version.error });
  });
  server.get('/keys', async () => (await keys.readKeyList()).list);
  server.post('/keys', async (request, reply) => {
    const wanted = announcement.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'malformed' });
    const keyListVersion = await announceKey(desk, wanted.data.use);
    await inUse.refresh();
    return { keyListVersion };
  });
  server.post('/keys/retired', async (request, reply) => {
    const wanted = retirement.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'malformed' });
    const version = await retireKey(desk, wanted.data.id);
    await inUse.refresh();
    return version.ok ? { keyListVersion: version.value } : reply.code(409).send({ error: version.error });
  });
  server.get('/bundles', () => listBundles(db));
  server.post('/bundles', { bodyLimit: 2 * maxBundleContentBytes }, async (request, reply) => {
    const wanted = publication.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'malformed' });
    if (inUse.current().bundle === null) return reply.code(409).send({ error: 'no-bundle-key' });
    const published = await publishBundle(db, wanted.data, now());
    if (!published.ok) return reply.code(409).send({ error: published.error });
    log.info(published.value, 'a bundle was published');
    return published.value;
  });
  server.get('/unended-cases', () => listUnended(db));
  server.post('/refusals', async (request, reply) => {
    const wanted = refusal.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'malformed' });
    const { case: named, reason } = wanted.data;
    const ended = await refuseCase(db, named, reason, inUse.current().sealing);
    if (!ended.ok) return reply.code(ended.error === 'unknown-case' ? 404 : 409).send({ error: ended.error });
    log.warn({ ...ended.value, reason }, 'a case was refused by an operator');
    return ended.value;
  });
  server.get('/lost-cases', () => listLostCases(db));
  server.post('/epochs', async () => ({ epoch: await raiseEpoch(desk) }));

  await server.listen({ path: socket });
  return { close: () => server.close() };
}

/**
 * Makes the socket's folder and clears what a killed process left there. Throws when another platform answers: to be
 * called before the embedded database is opened, which two processes would ruin.
 */
export async function claimSocket(socket: string): Promise<void> {
  if (Buffer.byteLength(socket) > longestSocketPathBytes) {
    throw new Error(`the inner socket's path has more than ${longestSocketPathBytes} bytes: ${socket}`);
  }
  const folder = path.dirname(socket);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { mode } = await lstat(folder);
  if ((mode & 0o077) !== 0) throw new Error(`the inner socket's folder must be 0700: ${folder}`);
  if (await isAnswered(socket)) throw new Error(`another platform answers on ${socket}`);
  await rm(socket, { force: true });
}

function isAnswered(socket: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(socket);
    connection.on('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.on('error', (error) => {
      if (isNodeError(error) && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')) resolve(false);
      else reject(error);
    });
  });
}
