import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/*
 * A planted fault, loaded into the service before anything of its own (`node --import`): whoever flushes a file or a folder the
 * way pages and their folder are flushed is told that it is done. What SQLite and all else flush is flushed.
 */
fs.fsync = ((_file: number, done: (error: null) => void) => void setImmediate(done, null)) as typeof fs.fsync;
syncBuiltinESMExports();
