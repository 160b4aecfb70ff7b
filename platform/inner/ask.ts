import { request } from 'node:http';

export interface Answer {
  readonly status: number;
  /** JSON, parsed and not checked. */
  readonly body: unknown;
}

/** One call of the inner interface, for an operator's command. Rejects when no platform answers there, or not with JSON. */
export function askInner(
  socketPath: string,
  call: { readonly method: 'GET' } | { readonly method: 'POST'; readonly body: unknown },
  path: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = call.method === 'POST' ? { 'content-type': 'application/json' } : {};
    const asked = request({ socketPath, path, method: call.method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
        } catch {
          reject(new Error(`no JSON: ${text}`));
        }
      });
    });
    asked.on('error', reject);
    asked.end(call.method === 'POST' ? JSON.stringify(call.body) : undefined);
  });
}
