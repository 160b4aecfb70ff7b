import { cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { z } from 'zod';
import { type PostgresCluster, startPostgresCluster } from '../../platform/testing/postgres-cluster.ts';
import { askInside } from '../../platform/testing/platform-under-test.ts';
import { type Program, startAndWait } from '../workbench/child.ts';
import { type HeldCase, platformInside } from '../workbench/platform-inside.ts';

const main = path.resolve(import.meta.dirname, '../../platform/main.ts');
const ready = z.object({ url: z.url(), roots: z.array(z.object({ id: z.string(), publicKey: z.string() })) });

export type Database = 'embedded' | 'postgresql';

export interface PlatformSide {
  readonly roots: z.infer<typeof ready>['roots'];
  /** One for each process. */
  readonly ports: readonly [number, ...number[]];
  /** Its own TLS identity, for a gateway in front of it that terminals take for the platform. PEM. */
  readonly tls: { readonly key: string; readonly cert: string };
  /** For a new terminal, or for this one again. */
  enrolmentCode(terminal?: string): Promise<string>;
  cases(): Promise<readonly HeldCase[]>;
  /** A page of an opened case, in the clear. Throws where it is not there. */
  paper(caseDigest: string, paper: string): Promise<Buffer>;
  /** Ends the processes and changes the database behind their backs. `cases` is then asked of new ones. */
  tamper(sql: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The real platform, as processes of their own: one on the embedded database, or several on one PostgreSQL. Whoever runs many
 * of these makes an empty database once (TORTURE_EMPTY_DATABASE, its folder), which takes longer than all else of a start.
 */
export async function startPlatformSide(
  folder: string,
  wanted: { readonly database: Database; readonly processes: number; readonly env?: NodeJS.ProcessEnv },
): Promise<PlatformSide> {
  if (wanted.database === 'embedded' && wanted.processes !== 1) {
    throw new Error('The embedded database belongs to one process.');
  }
  const data = path.join(folder, 'platform');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const { TORTURE_EMPTY_DATABASE: empty } = process.env;
  if (empty !== undefined && wanted.database === 'embedded') {
    await cp(empty, path.join(data, 'pglite'), { recursive: true });
  }
  const cluster: PostgresCluster | null = wanted.database === 'postgresql' ? await startPostgresCluster() : null;
  let running: Program[] = [];
  const socket = (nth: number): string => path.join(folder, `inner-${nth}`, 's');
  const start = async (nth: number) => {
    const [program, said] = await startAndWait({
      name: `platform-${nth}`,
      command: [process.execPath, main, '--data', data, '--inner-socket', socket(nth)],
      env: { DATABASE_URL: cluster?.url, ...wanted.env },
      logFile: path.join(folder, `platform-${nth}.log`),
    });
    running.push(program);
    return ready.parse(said);
  };
  const end = async (): Promise<void> => {
    await Promise.all(running.map((program) => program.stop()));
    running = [];
  };
  try {
    // The first makes the keys and the tables that the others find.
    const first = await start(0);
    const others: z.infer<typeof ready>[] = [];
    for (let nth = 1; nth < wanted.processes; nth += 1) others.push(await start(nth));
    const portOf = ({ url }: { readonly url: string }): number => Number(new URL(url).port);
    const pem = (name: string): Promise<string> => readFile(path.join(data, 'keys/gateway', name), 'utf8');
    return {
      roots: first.roots,
      ports: [portOf(first), ...others.map(portOf)],
      tls: { key: await pem('tls.pem'), cert: await pem('tls-certificate.pem') },
      enrolmentCode: async (terminal) => {
        const wanted = terminal === undefined ? { prefix: 'TRT' } : { terminal };
        const made = await askInside(socket(0), 'POST', '/enrolment-codes', wanted);
        return z.object({ code: z.string() }).parse(made).code;
      },
      cases: () => platformInside(socket(0)).cases(),
      paper: (caseDigest, paper) => platformInside(socket(0)).paper(caseDigest, paper),
      async tamper(sql) {
        await end();
        await execute(cluster?.url ?? null, path.join(data, 'pglite'), sql);
        await start(0);
      },
      async stop() {
        await end();
        await cluster?.stop();
      },
    };
  } catch (error) {
    await end();
    await cluster?.stop();
    throw error;
  }
}

async function execute(url: string | null, embedded: string, sql: string): Promise<void> {
  if (url === null) {
    const database = await PGlite.create({ dataDir: embedded });
    await database.exec(sql);
    await database.close();
    return;
  }
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** What a platform that forgets to look would have done: one case stands there a second time, under another digest. */
export const secondDelivery = `
  drop index cases_number_once;
  drop index cases_sequence_once;
  insert into cases (case_digest, case_number, terminal, incarnation, outcome, refusal_reason, acknowledgement_sequence,
                     received_at, deliveries, header, manifest, answers, signature, content, receipt_secret_digest)
    select 'planted', case_number, terminal, incarnation, outcome, refusal_reason, acknowledgement_sequence,
           received_at, deliveries, header, manifest, answers, signature, content, receipt_secret_digest
    from cases where outcome = 'opened' limit 1;
`;

/** As if it had stored cases without their pages. */
export const lostPages = `
  update cases
  set content = convert_to(jsonb_set(convert_from(content, 'UTF8')::jsonb, '{papers}', '[]')::text, 'UTF8')
  where outcome = 'opened';
`;
