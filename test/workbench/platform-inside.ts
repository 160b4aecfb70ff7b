import http from 'node:http';
import { z } from 'zod';
import { caseContent } from '../../main/contract/wire/envelope.ts';

/** What the platform holds of one case, opened. */
const heldCase = z.object({
  /** Null where the header cannot be read. */
  caseNumber: z.string().nullable(),
  caseDigest: z.string(),
  receivedAt: z.string(),
  /** How often it arrived. */
  deliveries: z.number().int(),
  outcome: z.string(),
  content: caseContent.nullable(),
});
export type HeldCase = Readonly<z.infer<typeof heldCase>>;

/** The platform from behind: what its own people may ask, over a Unix socket that is not on the network. */
export interface PlatformInside {
  enrolmentCode(prefix: string): Promise<string>;
  cases(): Promise<readonly HeldCase[]>;
}

export function platformInside(socketPath: string): PlatformInside {
  return {
    enrolmentCode: async (prefix) =>
      z.object({ code: z.string() }).parse(await ask(socketPath, 'POST', '/enrolment-codes', { prefix })).code,
    cases: async () => z.array(heldCase).parse(await ask(socketPath, 'GET', '/cases')),
  };
}

/** Throws when the answer is not 200 or no JSON. */
function ask(socketPath: string, method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path, headers: { 'content-type': 'application/json' } });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
      });
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
