import { describe, expect, test } from 'vitest';
import { breachesIn } from './check-rooms.ts';

type Case = readonly [name: string, file: string, source: string];

const refused: readonly Case[] = [
  ['a room that uses a higher one', 'main/service/cases/a.ts', "import { push } from '../sync/client.ts';"],
  ['a room that uses main.ts', 'main/service/store/a.ts', "import { start } from '../main.ts';"],
  ['only the type of a higher room', 'main/service/audit/a.ts', "import type { Case } from '../cases/case.ts';"],
  ['a type by import()', 'main/service/audit/a.ts', "export type C = import('../cases/case.ts').Case;"],
  ['a re-export of a higher room', 'main/service/audit/a.ts', "export * from '../cases/case.ts';"],
  ['a higher room loaded later', 'main/service/audit/a.ts', "const late = await import('../cases/case.ts');"],
  ['a file beside the rooms that uses a room', 'main/service/log.ts', "import { open } from './store/database.ts';"],
  ['a room that uses what puts the rooms together', 'main/service/link/a.ts', "import { open } from '../terminal.ts';"],
  [
    'a program that uses what belongs to tests',
    'main/service/sealing/a.ts',
    "import { open } from './test-opener.ts';",
  ],
  ['a room nobody knows', 'main/service/attic/a.ts', "import path from 'node:path';"],
  ['a program that uses another', 'main/shell/a.ts', "import { open } from '../service/store/database.ts';"],
  ['the page that uses the shell', 'renderer/a.tsx', "import type { Bridge } from '../main/shell/preload.ts';"],
  [
    'the platform that uses the service',
    'platform/a.ts',
    "import { open } from '../main/service/sealing/envelope.ts';",
  ],
  [
    'a program that leans on the tests',
    'main/service/cases/a.ts',
    "import { card } from '../../../test/journeys/cards.ts';",
  ],
  ['a file outside the project', 'platform/a.ts', "import { x } from '../../other/x.ts';"],
  ['SQLite outside the store', 'main/service/cases/a.ts', "import Database from 'better-sqlite3';"],
  ['SQLite by require', 'main/service/cases/a.ts', "const Database = require('better-sqlite3');"],
  ['http outside sync', 'main/service/health/a.ts', "import http from 'node:http';"],
  ['http without its prefix', 'main/service/health/a.ts', "import { get } from 'https';"],
  ['undici outside sync', 'main/service/staff/a.ts', "import { Agent } from 'undici';"],
  ['fetch outside sync', 'main/service/cases/a.ts', "export const load = () => fetch('https://example.org');"],
  ['a socket outside link and sync', 'main/service/cases/a.ts', "import net from 'node:net';"],
  ['TLS in the link', 'main/service/link/a.ts', "import tls from 'node:tls';"],
  ['electron in the service', 'main/service/link/a.ts', "import { app } from 'electron';"],
  ['electron in the page', 'renderer/a.ts', "import { ipcRenderer } from 'electron';"],
  ['electron in a test', 'test/electron/a.e2e.ts', "import { app } from 'electron';"],
  ['the network in the shell', 'main/shell/a.ts', "import https from 'node:https';"],
  ['a contract that uses a program', 'main/contract/a.ts', "import { open } from '../service/store/database.ts';"],
  ['a contract that uses Node', 'main/contract/a.ts', "import { createHash } from 'node:crypto';"],
  ['a contract that uses Node without prefix', 'main/contract/a.ts', "import { createHash } from 'crypto';"],
  ['a page that uses Node', 'renderer/input/a.tsx', "import fs from 'node:fs';"],
  ['a driver that opens its line itself', 'native/id-card/driver.ts', "import { SerialPort } from 'serialport';"],
  ['a codec that reads files', 'native/id-card/codec.ts', "import fs from 'node:fs';"],
  ['a driver that knows the virtual device', 'native/id-card/driver.ts', "import { lay } from './virtual.ts';"],
  ['a virtual device that uses the driver', 'native/id-card/virtual.ts', "import { read } from './driver.ts';"],
  ['a device that uses another', 'native/id-card/driver.ts', "import { encode } from '../receipt-printer/codec.ts';"],
  [
    'a transport that knows a device',
    'native/transports/tcp.ts',
    "import { encode } from '../receipt-printer/codec.ts';",
  ],
  ['a host that runs a virtual device inside itself', 'native/host.ts', "import { lay } from './id-card/virtual.ts';"],
];

const allowed: readonly Case[] = [
  ['a room that uses a lower one', 'main/service/sync/a.ts', "import { open } from '../store/database.ts';"],
  ['a room that uses itself', 'main/service/store/a.ts', "import { open } from './database.ts';"],
  ['a room that uses the log', 'main/service/store/a.ts', "import type { Log } from '../log.ts';"],
  ['a file that puts the rooms together', 'main/service/terminal.ts', "import { listen } from './link/server.ts';"],
  [
    'a test that uses what belongs to tests',
    'main/service/sealing/a.test.ts',
    "import { open } from './test-opener.ts';",
  ],
  ['main.ts that uses the rooms', 'main/service/main.ts', "import { listen } from './link/server.ts';"],
  ['the contract, from everywhere', 'main/service/store/a.ts', "import { ok } from '../../contract/result.ts';"],
  ['the contract, from the page', 'renderer/screens/a.tsx', "import { view } from '../../main/contract/view/view.ts';"],
  ['the contract, from the platform', 'platform/a.ts', "import { ok } from '../main/contract/result.ts';"],
  ['zod in the contract', 'main/contract/a.ts', "import { z } from 'zod';"],
  ['SQLite in the store', 'main/service/store/a.ts', "import Database from 'better-sqlite3';"],
  ['http in sync', 'main/service/sync/a.ts', "import { Agent } from 'undici'; import net from 'node:net';"],
  ['a socket in the link', 'main/service/link/a.ts', "import net from 'node:net';"],
  ['electron in the shell', 'main/shell/a.ts', "import { app } from 'electron';"],
  ['electron in the workbench', 'test/workbench/shell/main.ts', "import { app } from 'electron';"],
  ["electron's types in a test", 'test/electron/a.e2e.ts', "import type { App } from 'electron';"],
  ['a test that drives the programs', 'test/journeys/a.ts', "import { read } from '../../native/id-card/codec.ts';"],
  ['a build script that knows a program', 'build/a.ts', "import { schema } from '../main/contract/item.ts';"],
  ['a virtual device that uses the codec', 'native/id-card/virtual.ts', "import { read } from './codec.ts';"],
  [
    'a test that uses the virtual device',
    'native/id-card/driver.test.ts',
    "import { lay } from './virtual-reader.ts';",
  ],
  [
    'a driver that uses a transport',
    'native/id-card/driver.ts',
    "import type { T } from '../transports/transport.ts';",
  ],
  ['a transport that opens lines', 'native/transports/serial.ts', "import { SerialPort } from 'serialport';"],
  ['a word that only looks like an import', 'main/contract/a.ts', 'export const text = "import fs from \'node:fs\'";'],
];

describe('the rule of the rooms refuses', () => {
  test.each(refused)('%s', (_name, file, source) => {
    expect(breachesIn(file, `\n${source}`)).toEqual([expect.stringMatching(new RegExp(`^${file}:2  .{20,}`))]);
  });
});

describe('the rule of the rooms allows', () => {
  test.each(allowed)('%s', (_name, file, source) => {
    expect(breachesIn(file, source)).toEqual([]);
  });
});
