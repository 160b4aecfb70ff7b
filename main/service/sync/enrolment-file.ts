import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { terminalIdPattern } from '../../contract/case-number.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { lease } from '../../contract/wire/deliveries.ts';
import { signedKeyList } from '../../contract/wire/keys.ts';
import { parseJson } from '../sealing/parse-json.ts';
import { writeSecretFile } from '../sealing/secret-file.ts';

const enrolmentFile = z.strictObject({
  v: z.literal(1),
  terminal: z.string().regex(terminalIdPattern),
  incarnation: z.number().int().min(1),
  /** Was verified against the profile's roots; whoever reads it verifies it again. */
  keyList: signedKeyList,
  lease,
});
/** What the store starts from. Its own rows count from then on: lease and key list in here soon are old. */
export type EnrolmentFile = Readonly<z.infer<typeof enrolmentFile>>;

const fileIn = (folder: string) => join(folder, 'enrolment.json');

export function writeEnrolmentFile(folder: string, enrolled: EnrolmentFile): void {
  writeSecretFile(fileIn(folder), JSON.stringify(enrolled));
}

/** After the store has taken it over: it counts once. */
export function removeEnrolmentFile(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

export function readEnrolmentFile(folder: string): Result<EnrolmentFile, 'missing' | 'unreadable'> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(fileIn(folder));
  } catch (error) {
    return err((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable');
  }
  const enrolled = parseJson(enrolmentFile, bytes);
  return enrolled === null ? err('unreadable') : ok(enrolled);
}
