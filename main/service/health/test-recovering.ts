import { recoverDatabase } from './recovery.ts';

/** `node test-recovering.ts FOLDER AT`: says that it begins, and recovers the database there. */
const [, , folder, at] = process.argv;
if (folder === undefined || at === undefined) throw new Error('FOLDER AT');
process.stdout.write('begins\n');
const recovered = recoverDatabase(folder, 'for a test', { info: () => {}, warn: () => {}, error: () => {} }, at);
if (!recovered.ok) throw new Error(JSON.stringify(recovered.error));
recovered.value.close();
