import { lstat, mkdir, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { fastify, LogController } from 'fastify';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../database/schema.ts';
import type { DevelopmentRoot } from '../keys/development-root.ts';
import { isNodeError } from '../keys/files.ts';
import type { KeyFolder } from '../keys/folder.ts';
import { makeEnrolmentCode } from './enrolment.ts';
import { listCases, listTerminals, raiseEpoch, revoke } from './operator.ts';

const terminalId = z.string().regex(/^[A-Z0-9]{3,8}$/);
/** Ends in a letter, and leaves room for 999 terminals in eight characters. */
export const terminalPrefix = z.string().regex(/^[A-Z0-9]{0,4}[A-Z]$/);
const codeRequest = z.union([z.strictObject({ prefix: terminalPrefix }), z.strictObject({ terminal: terminalId })]);
const revocationRequest = z.strictObject({ terminal: terminalId, incarnation: z.int().min(1) });

/** What the kernel's address of a Unix socket holds, less its final zero. Longer ones are cut off in silence by some. */
const longestSocketPathBytes = 107;

/**
 * The inner zone's own interface: HTTP over a Unix socket in a 0700 folder, never TCP, because what it shows is what
 * residents wrote. POST /enrolment-codes, GET /cases, GET /terminals, POST /revocations, POST /epochs.
 */
export async function serveInnerInterface(options: {
  readonly socket: string;
  readonly db: Kysely<Database>;
  readonly keys: KeyFolder;
  readonly root: DevelopmentRoot;
  readonly now: () => Date;
  readonly log: Logger;
}): Promise<{ close(): Promise<void> }> {
  const { socket, db, keys, root, now, log } = options;
  const server = fastify({ loggerInstance: log, logController: new LogController({ disableRequestLogging: true }) });

  server.post('/enrolment-codes', async (request, reply) => {
    const wanted = codeRequest.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'malformed' });
    const made = await makeEnrolmentCode(db, wanted.data, now());
    return made.ok ? made.value : reply.code(404).send({ error: made.error });
  });
  server.get('/cases', () => listCases(db));
  server.get('/terminals', () => listTerminals(db));
  server.post('/revocations', async (request, reply) => {
    const wanted = revocationRequest.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'malformed' });
    const version = await revoke(db, keys, root, wanted.data, now());
    return version.ok ? { keyListVersion: version.value } : reply.code(404).send({ error: version.error });
  });
  server.post('/epochs', async () => ({ epoch: await raiseEpoch(db) }));

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
