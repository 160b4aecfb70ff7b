import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * A program that takes a bundle and is killed before the nth of its calls that touch the disk, as by a power cut:
 * node test-take-killed.ts FOLDER N, with the key list and the two bundles as JSON on standard input. Prints `done` where
 * there is no nth call.
 */
const [folder = '', nth = ''] = process.argv.slice(2);

let left = Number.POSITIVE_INFINITY;
const counted = <A extends readonly unknown[], R>(call: (...given: A) => R): ((...given: A) => R) => {
  return (...given) => {
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    return call(...given);
  };
};
Object.assign(fs, {
  openSync: counted(fs.openSync),
  writeSync: counted(fs.writeSync),
  fsyncSync: counted(fs.fsyncSync),
  closeSync: counted(fs.closeSync),
  renameSync: counted(fs.renameSync),
});
syncBuiltinESMExports();

// Behind the line before, or it would have the calls as they were.
const { testShelf } = await import('./test-bundles.ts');
const given = JSON.parse(fs.readFileSync(0, 'utf8')) as {
  readonly list: Parameters<typeof testShelf>[1] extends () => infer List ? List : never;
  readonly bundles: readonly { readonly signed: never; readonly bytes: string }[];
};
const { hear } = testShelf(folder, () => given.list);
for (const [at, { signed, bytes }] of given.bundles.entries()) {
  if (at === given.bundles.length - 1) left = Number(nth);
  await hear({ signed, bytes: Buffer.from(bytes, 'base64') });
}
left = Number.POSITIVE_INFINITY;
process.stdout.write('done');
