import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { terminalIdPattern } from '../../contract/case-number.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { publicKey } from '../../contract/wire/encoded.ts';
import { writeSecretFile } from './secret-file.ts';

export interface Enrolment {
  readonly terminal: string;
  readonly incarnation: number;
}

export interface TerminalKeys {
  readonly signingKey: KeyObject;
  /** Raw, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 32 bytes: drafts and local secrets are derived from it. */
  readonly storageKey: Uint8Array;
}

/** Keys whose public part the platform knows under a terminal's name. */
export interface EnrolledKeys extends TerminalKeys {
  readonly enrolment: Enrolment;
}

export type TerminalKeysFault = 'missing' | 'readable-by-others' | 'unreadable';

const secret32 = publicKey;
const storedKeys = z.strictObject({
  v: z.literal(1),
  signingKey: z.strictObject({ private: secret32, public: publicKey }),
  storageKey: secret32,
  enrolment: z
    .strictObject({ terminal: z.string().regex(terminalIdPattern), incarnation: z.number().int().min(1) })
    .nullable(),
});

const fileIn = (folder: string) => join(folder, 'terminal-keys.json');
/** Of an enrolment that is under way on a terminal that has one: the old keys go on counting until it is through. */
const nextFileIn = (folder: string) => join(folder, 'terminal-keys.next.json');

/** New keys, not yet enrolled, written before they are returned: a key that was shown to the platform is never lost. */
export function makeTerminalKeys(folder: string): TerminalKeys {
  const keys = { ...newSigningKey(), storageKey: randomBytes(32) };
  write(fileIn(folder), keys, null);
  return keys;
}

/**
 * The keys of this terminal's next incarnation: a signing key of its own, the storage key of before, because drafts and
 * local secrets are the machine's. Cut off and begun again, it is the same key: the platform may have taken it in.
 */
export function makeNextTerminalKeys(folder: string, { storageKey, publicKey }: TerminalKeys): TerminalKeys {
  const begun = readKeysFile(nextFileIn(folder));
  // What a crash left of an enrolment that was through is the present key, and not the next one.
  if (begun.ok && !Buffer.from(begun.value.publicKey).equals(publicKey)) return begun.value;
  const keys = { ...newSigningKey(), storageKey };
  write(nextFileIn(folder), keys, null);
  return keys;
}

/** The platform has taken the key in: the file says from now on as whom. */
export function keepEnrolment(folder: string, keys: TerminalKeys, enrolment: Enrolment): EnrolledKeys {
  write(fileIn(folder), keys, enrolment);
  rmSync(nextFileIn(folder), { force: true });
  return { ...keys, enrolment };
}

/** `enrolment` is null until the terminal was enrolled. A file that others may read counts as known to others. */
export function readTerminalKeys(folder: string): Result<StoredKeys, TerminalKeysFault> {
  return readKeysFile(fileIn(folder));
}

type StoredKeys = TerminalKeys & { readonly enrolment: Enrolment | null };

function readKeysFile(file: string): Result<StoredKeys, TerminalKeysFault> {
  let text: string;
  try {
    // Windows keeps no such bits: there the folder's access list does this.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) return err('readable-by-others');
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return err((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable');
  }
  try {
    const stored = storedKeys.parse(JSON.parse(text));
    const keys = fromPrivateKey(
      createPrivateKey({
        format: 'jwk',
        key: { kty: 'OKP', crv: 'Ed25519', d: stored.signingKey.private, x: stored.signingKey.public },
      }),
    );
    if (Buffer.from(keys.publicKey).toString('base64url') !== stored.signingKey.public) return err('unreadable');
    return ok({ ...keys, storageKey: Buffer.from(stored.storageKey, 'base64url'), enrolment: stored.enrolment });
  } catch {
    return err('unreadable');
  }
}

const newSigningKey = () => fromPrivateKey(generateKeyPairSync('ed25519').privateKey);

function fromPrivateKey(signingKey: KeyObject) {
  const { x } = createPublicKey(signingKey).export({ format: 'jwk' });
  if (x === undefined) throw new Error('not an Ed25519 key');
  return { signingKey, publicKey: Buffer.from(x, 'base64url') };
}

function write(file: string, keys: TerminalKeys, enrolment: Enrolment | null): void {
  const { d, x } = keys.signingKey.export({ format: 'jwk' });
  if (d === undefined || x === undefined) throw new Error('not an Ed25519 private key');
  const stored: z.infer<typeof storedKeys> = {
    v: 1,
    signingKey: { private: d, public: x },
    storageKey: Buffer.from(keys.storageKey).toString('base64url'),
    enrolment,
  };
  writeSecretFile(file, JSON.stringify(stored));
}
