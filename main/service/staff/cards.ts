import { createHash, createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto';
import type { Profile } from '../../contract/profile.ts';
import { withPurpose } from '../../contract/wire/purposes.ts';
import type { Lock } from './lock.ts';

export type StaffCard = NonNullable<Profile['staff']['cards']>[number];

/** What a card is to sign, once. */
export interface Challenge {
  readonly id: string;
  /** SHA-256, base64url: cards sign 32 bytes and know nothing of what they stand for. */
  readonly digest: string;
  /** `signature`: ECDSA over P-256, DER, base64url. A second answer to the same challenge is none. */
  judge(
    signature: string,
  ): { readonly answer: 'right'; readonly pseudonym: string } | { readonly answer: 'wrong' | 'locked' };
}

export interface StaffCards {
  /** Whether the settings name any. */
  readonly any: boolean;
  challenge(): Challenge;
}

/**
 * Staff cards sign "tongban/1/staff-card\0" and 32 random bytes: an answer is of no use for anything else, nor a second
 * time. Who holds the card is known by its key alone; here they are a number.
 */
export function createStaffCards(cards: readonly StaffCard[], lock: Lock): StaffCards {
  const known = cards.map(({ pseudonym, publicKey }) => ({ pseudonym, key: keyOf(publicKey) }));
  return {
    any: known.length > 0,
    challenge: () => {
      const asked = withPurpose('staff-card', randomBytes(32));
      let isOpen = true;
      return {
        id: randomBytes(16).toString('hex'),
        digest: createHash('sha256').update(asked).digest('base64url'),
        judge: (signature) => {
          if (lock.lockedMs() > 0) return { answer: 'locked' };
          const der = Buffer.from(signature, 'base64url');
          const holder = isOpen ? known.find(({ key }) => verify('sha256', asked, key, der)) : undefined;
          isOpen = false;
          if (holder === undefined) {
            lock.fail();
            return { answer: 'wrong' };
          }
          lock.pass();
          return { answer: 'right', pseudonym: holder.pseudonym };
        },
      };
    },
  };
}

/** As in the settings: SubjectPublicKeyInfo, base64, what stands between the lines of a PEM file. */
function keyOf(publicKey: string): KeyObject {
  return createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
}
