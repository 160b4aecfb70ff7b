import http from 'node:http';
import { z } from 'zod';
import type { BundleFile } from '../../main/contract/wire/bundles.ts';
import { caseContent, caseIdentity } from '../../main/contract/wire/envelope.ts';

/** What the platform holds of one case, opened. */
const heldCase = z.object({
  /** Null where the header cannot be read. */
  caseNumber: z.string().nullable(),
  caseDigest: z.string(),
  receivedAt: z.string(),
  /** How often it arrived. */
  deliveries: z.number().int(),
  outcome: z.string(),
  identity: caseIdentity.nullable(),
  content: caseContent.nullable(),
});
export type HeldCase = Readonly<z.infer<typeof heldCase>>;

/** The platform from behind: what its own people may ask, over a Unix socket that is not on the network. */
export interface PlatformInside {
  enrolmentCode(prefix: string): Promise<string>;
  cases(): Promise<readonly HeldCase[]>;
  /** Publishes items for all terminals. Returns the bundle's version. */
  publish(items: readonly BundleFile[]): Promise<number>;
  /** A new key beside the one in use; the platform looks at its key files again. */
  announceKey(use: 'response' | 'bundle'): Promise<void>;
  /** A page of an opened case, in the clear. Throws where it is not there. */
  paper(caseDigest: string, paper: string): Promise<Buffer>;
}

export function platformInside(socketPath: string): PlatformInside {
  return {
    enrolmentCode: async (prefix) =>
      z
        .object({ code: z.string() })
        .parse(JSON.parse((await ask(socketPath, 'POST', '/enrolment-codes', { prefix })).toString('utf8'))).code,
    cases: async () => z.array(heldCase).parse(JSON.parse((await ask(socketPath, 'GET', '/cases')).toString('utf8'))),
    publish: async (items) =>
      z
        .object({ version: z.number() })
        .parse(
          JSON.parse(
            (await ask(socketPath, 'POST', '/bundles', { settings: null, items, version: null })).toString('utf8'),
          ),
        ).version,
    announceKey: async (use) => {
      await ask(socketPath, 'POST', '/keys', { use });
    },
    paper: (caseDigest, paper) => ask(socketPath, 'GET', `/papers/${caseDigest}/${paper}`),
  };
}

/** Throws when the answer is not 200. */
function ask(socketPath: string, method: 'GET' | 'POST', path: string, body?: object): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path, headers: { 'content-type': 'application/json' } });
    request.on('error', reject);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const answer = Buffer.concat(parts);
        if (response.statusCode === 200) resolve(answer);
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${answer.toString('utf8')}`));
      });
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
