import path from 'node:path';
import type { Use } from './imports.ts';

/**
 * The service's rooms from the ground up: a room may use those before it, never one after it. Of the files beside the rooms
 * a few are the ground, which every room may use; all others stand on top and put the rooms together.
 */
const serviceRooms = [
  'store',
  'sealing',
  'audit',
  'catalog',
  'devices',
  'cases',
  'reading',
  'sessions',
  'items',
  'staff',
  'sync',
  'health',
  'link',
] as const;

const groundFiles: ReadonlySet<string> = new Set(['log.ts', 'timers.ts', 'manual-timers.ts']);
const ground = -1;
const top = serviceRooms.length;

type Place =
  | { readonly program: 'contract' }
  | { readonly program: 'service'; readonly room: string; readonly height: number | undefined }
  | { readonly program: 'native'; readonly part: string; readonly side: 'driver' | 'virtual' | 'transport' | 'top' }
  | { readonly program: 'shell' | 'renderer' | 'platform' | 'build' | 'test' | 'elsewhere' };

const httpClients: ReadonlySet<string> = new Set([
  'undici',
  'openapi-fetch',
  'fastify',
  'node:http',
  'node:https',
  'node:http2',
  'node:tls',
  'node:dgram',
]);
const wires: ReadonlySet<string> = new Set([
  ...httpClients,
  'node:net',
  'node:fs',
  'node:fs/promises',
  'node:child_process',
  'serialport',
  'pcsc-mini',
  '@lydell/node-pty',
]);

/** Why `file` must not use `use`, with what would be right; undefined when it may. Both paths are relative to the project. */
export function objection(file: string, use: Use): string | undefined {
  const place = placeOf(file);
  if (place.program === 'service' && place.height === undefined) {
    return `main/service/${place.room}/ is a room the rule does not know; give it its height in build/rooms/rule.ts`;
  }
  if (use.kind === 'global') return objectionToConnection(file, place, use.target);
  if (use.target.startsWith('.')) {
    return objectionToFile(file, place, path.posix.join(path.posix.dirname(file), use.target));
  }
  return objectionToPackage(file, place, use);
}

function objectionToFile(file: string, place: Place, target: string): string | undefined {
  if (target.startsWith('../')) return `imports ${target}, which lies outside the project`;
  if (isTest(target) && !isTest(file) && place.program !== 'test') {
    return `imports ${target}, which belongs to the tests`;
  }
  const other = placeOf(target);
  if (other.program !== place.program) {
    // These drive the programs from outside; no program leans on them.
    if (place.program === 'test' || place.program === 'build' || place.program === 'elsewhere') return undefined;
    if (place.program === 'contract')
      return `imports ${target}; the contract imports nothing of ours: move what it needs into main/contract`;
    if (other.program === 'contract') return undefined;
    return `imports ${target} of another program; across programs only main/contract is shared: send a message, or move what both need there`;
  }
  if (place.program === 'service' && other.program === 'service') {
    const from = place.height ?? top;
    const to = other.height ?? top;
    if (to <= from) return undefined;
    return `imports ${target}; ${place.room} stands below ${other.room}: let ${other.room} call ${place.room}, or hand it over as a parameter in main.ts`;
  }
  if (place.program === 'native' && other.program === 'native')
    return objectionWithinNative(file, place, target, other);
  return undefined;
}

type NativePlace = Extract<Place, { program: 'native' }>;

function objectionWithinNative(
  file: string,
  place: NativePlace,
  target: string,
  other: NativePlace,
): string | undefined {
  if (place.side === 'top' || isTest(file)) {
    return !isTest(file) && other.side === 'virtual'
      ? `imports ${target}; a virtual device is a process of its own: reach it over its line`
      : undefined;
  }
  switch (other.side) {
    case 'top':
      // Beside the devices lie the host (main) and small ground files such as the clock.
      return path.posix.basename(target) === 'host.ts'
        ? `imports ${target}; the device host uses the drivers, not the other way`
        : undefined;
    case 'transport':
      return undefined;
    case 'virtual':
      // The same people lay down an ID card and insert a social-security card.
      return place.side === 'virtual' &&
        (place.part === other.part || path.posix.basename(target) === 'sample-cards.ts')
        ? undefined
        : `imports ${target}; only the virtual device itself and tests use it: a driver knows its device by the line alone`;
    case 'driver': {
      if (place.side === 'transport') return `imports ${target}; a transport moves bytes and knows no device`;
      if (place.part !== other.part)
        return `imports ${target}; a device knows no other device: what both need belongs into main/contract or native/transports`;
      if (place.side === 'virtual' && path.posix.basename(target) === 'driver.ts') {
        return `imports ${target}; a virtual device shares the codec with its driver, not the conversation`;
      }
      return undefined;
    }
    default:
      return other.side satisfies never;
  }
}

function objectionToPackage(file: string, place: Place, use: Use): string | undefined {
  const name = packageOf(use.target);
  if (name === 'better-sqlite3' && !inRoom(place, 'store') && !isDriving(place)) {
    return 'imports better-sqlite3; only main/service/store does: ask it for a function';
  }
  if (name === 'electron' && place.program !== 'shell') {
    const allowed =
      file.startsWith('test/workbench/shell/') || (place.program === 'test' && use.kind === 'type import');
    if (!allowed) return 'imports electron; only main/shell does: outside Electron it would start a download';
  }
  switch (place.program) {
    case 'contract':
      if (use.target.startsWith('node:') && !isTest(file)) {
        return `imports ${use.target}; the contract is pure, the page uses it too: take what it needs as a parameter`;
      }
      return undefined;
    case 'renderer':
      if (use.target.startsWith('node:') && !isTest(file))
        return `imports ${use.target}; the page has no Node: ask the shell by a message`;
      return undefined;
    case 'shell':
      return httpClients.has(name)
        ? `imports ${name}; the shell talks to the service alone: only main/service/sync uses the network`
        : undefined;
    case 'service':
      return httpClients.has(name) || name === 'node:net' ? objectionToConnection(file, place, name) : undefined;
    case 'native':
      if (place.side === 'driver' && wires.has(use.target) && !isTest(file)) {
        return `imports ${use.target}; a driver and its codec are written against native/transports/transport.ts: open lines and files there`;
      }
      return undefined;
    case 'platform':
    case 'build':
    case 'test':
    case 'elsewhere':
      return undefined;
    default:
      return place satisfies never;
  }
}

function objectionToConnection(file: string, place: Place, by: string): string | undefined {
  if (place.program === 'contract') return `uses ${by}; the contract is pure`;
  if (place.program !== 'service' || inRoom(place, 'sync') || isTest(file)) return undefined;
  if (inRoom(place, 'link') && by === 'node:net') return undefined;
  return `uses ${by}; in the service only main/service/sync talks to the network (and link to the shell, by node:net)`;
}

function inRoom(place: Place, room: string): boolean {
  return place.program === 'service' && place.room === room;
}

function isDriving(place: Place): boolean {
  return place.program === 'test' || place.program === 'build';
}

/** Tests, and what only they use: `test-….ts`, `manual-….ts` (clocks moved by hand), `…-bench.ts`. */
function isTest(file: string): boolean {
  return /(?:\.test\.tsx?|-bench\.ts)$|\/(?:test|manual)-[^/]+$/.test(file);
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function placeOf(file: string): Place {
  const [first = '', second = '', ...rest] = file.split('/');
  switch (first) {
    case 'main':
      if (second === 'contract') return { program: 'contract' };
      if (second === 'shell') return { program: 'shell' };
      if (second === 'service') return placeInService(rest);
      return { program: 'elsewhere' };
    case 'native':
      return placeInNative(second, rest);
    case 'renderer':
    case 'platform':
    case 'build':
    case 'test':
      return { program: first };
    default:
      return { program: 'elsewhere' };
  }
}

function placeInService([first = '', ...rest]: readonly string[]): Place {
  if (rest.length === 0) return { program: 'service', room: first, height: groundFiles.has(first) ? ground : top };
  const height = serviceRooms.findIndex((room) => room === first);
  return { program: 'service', room: first, height: height === -1 ? undefined : height };
}

function placeInNative(part: string, rest: readonly string[]): Place {
  if (rest.length === 0) return { program: 'native', part: '', side: 'top' };
  if (part === 'transports') return { program: 'native', part, side: 'transport' };
  const name = rest[0] ?? '';
  // What the virtual device is made of: its process, its mechanism, its sample cards.
  const isVirtual = name.startsWith('virtual') || name.startsWith('sample-');
  return { program: 'native', part, side: isVirtual ? 'virtual' : 'driver' };
}
