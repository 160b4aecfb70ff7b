import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadPouch, type PouchConstructor, peerPackage } from './pouch.ts';

/** A CouchDB-compatible server that keeps all in memory. Its one argument is the folder the peer was installed into. */
const [, , folder = ''] = process.argv;
const pouch = loadPouch(folder).defaults({ adapter: 'memory' });
const express = peerPackage<() => RequestListener & { use(path: string, handler: unknown): void }>(folder, 'express');
type ExpressPouch = (
  pouch: PouchConstructor,
  options: { readonly inMemoryConfig: boolean; readonly mode: string },
) => unknown;
const expressPouch = peerPackage<ExpressPouch>(folder, 'express-pouchdb');

const app = express();
app.use('/', expressPouch(pouch, { inMemoryConfig: true, mode: 'minimumForPouchDB' }));
const server = createServer(app);
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
