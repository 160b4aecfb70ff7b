import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type Session } from 'electron';
import { contentSecurityPolicy, isOwnAddress, pageScheme } from './guard.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

/** Must be called before the app is ready: Chromium takes a scheme's privileges only then. */
export function announcePageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true } }]);
}

/**
 * The page's files by their address. Listed once at the start, so a request can name one of them or nothing: there is
 * no path to be put together from what the page asks for.
 */
export function pageFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(`/${path.relative(folder, file).split(path.sep).join('/')}`, file);
  }
  return files;
}

export function servePage(session: Session, files: ReadonlyMap<string, string>): void {
  session.protocol.handle(pageScheme, async (request) => {
    const file = isOwnAddress(request.url) ? files.get(new URL(request.url).pathname) : undefined;
    const contentType = file === undefined ? undefined : contentTypes[path.extname(file)];
    if (request.method !== 'GET' || file === undefined || contentType === undefined) {
      return new Response(null, { status: 404 });
    }
    return new Response(new Uint8Array(await readFile(file)), {
      headers: {
        'content-type': contentType,
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      },
    });
  });
}
