import https from 'node:https';

/** The connection dies behind so many bytes, and not before. */
export interface Cut {
  readonly afterBytes: number;
  readonly when: Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** One request of a terminal, over a connection of its own unless it is told another; of the platform's TLS key it asks nothing. */
export function call(
  url: string,
  method: 'GET' | 'POST' | 'HEAD' | 'PATCH',
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  how: { readonly cut?: Cut | undefined; readonly chunkedOver?: https.Agent | undefined } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { cut, chunkedOver } = how;
    const options = { method, headers, rejectUnauthorized: false, agent: chunkedOver ?? (false as const) };
    const request = https.request(new URL(path, url), options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    request.on('error', reject);
    if (chunkedOver !== undefined) {
      request.write(body);
      request.end();
    } else if (cut === undefined) request.end(body);
    else {
      request.setHeader('content-length', body.length);
      request.write(body.subarray(0, cut.afterBytes));
      void cut.when.then(() => request.destroy());
    }
  });
}
