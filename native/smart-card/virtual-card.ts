import type { KeyObject } from 'node:crypto';
import iconv from 'iconv-lite';
import type { SocialSecurityCard } from '../../main/contract/devices/smart-card.ts';
import { type CardRecord, type RecordName, records, selectSocialSecurity } from './social-security-card.ts';
import { digestAskedFor, selectPiv, signatureAnswer } from './staff-card.ts';
import { signRaw } from './virtual-key.ts';

/**
 * What is on a virtual card. `other`: a bank's, say, which knows none of our applications. `replaying-staff`: gives the
 * signature that it was given, whatever it is asked to sign.
 */
export type VirtualCardContent =
  | { readonly kind: 'social-security'; readonly holder: SocialSecurityCard }
  | { readonly kind: 'staff'; readonly privateKey: KeyObject }
  | { readonly kind: 'replaying-staff'; readonly signature: Uint8Array }
  | { readonly kind: 'other' };

export const steps = ['select', 'file', 'record', 'sign', 'rest'] as const;
export type Step = (typeof steps)[number];

export interface VirtualCard {
  /** To one command, status bytes included. `step` says what was asked for; undefined for nothing we know. */
  answer(command: Uint8Array): { readonly step: Step | undefined; readonly bytes: Uint8Array };
  /** The signatures it gave, in order. */
  readonly signatures: readonly Uint8Array[];
}

const done = 0x9000;
const notFound = 0x6a82;
const recordNotFound = 0x6a83;
const unknownInstruction = 0x6d00;
const noFileOpen = 0x6986;

/** It forgets what was selected when it is made anew, as a card does that starts up. */
export function createVirtualCard(content: VirtualCardContent): VirtualCard {
  const signatures: Uint8Array[] = [];
  let selected: 'social-security' | 'piv' | undefined;
  let file: number | undefined;
  let rest: Uint8Array = new Uint8Array();

  function select(asked: Uint8Array): Uint8Array {
    if (content.kind === 'social-security' && same(asked, selectSocialSecurity)) {
      selected = 'social-security';
      // As a T=0 card does: what it says of its application is fetched, or left.
      rest = Uint8Array.from([0x6f, 0x02, 0x84, 0x00]);
      return word(0x6100 | rest.length);
    }
    if ((content.kind === 'staff' || content.kind === 'replaying-staff') && same(asked, selectPiv)) {
      selected = 'piv';
      return answered(Uint8Array.of(0x61, 0x02, 0x4f, 0x00), done);
    }
    return word(notFound);
  }

  function selectFile(asked: Uint8Array): Uint8Array {
    if (selected !== 'social-security') return word(notFound);
    file = ((asked[5] ?? 0) << 8) | (asked[6] ?? 0);
    return word(file === 0xef05 || file === 0xef06 ? done : notFound);
  }

  function readRecord(id: number | undefined, expected: number | undefined): Uint8Array {
    if (content.kind !== 'social-security' || file === undefined) return word(noFileOpen);
    const found = Object.entries(records).find(([, record]) => record.file === file && record.id === id);
    if (found === undefined) return word(recordNotFound);
    const [name, record] = found as [RecordName, CardRecord];
    if (expected !== record.valueBytes + 2) return word(0x6c00 | (record.valueBytes + 2));
    return answered(recordOf(record, content.holder[name]), done);
  }

  function signDigest(asked: Uint8Array): Uint8Array {
    const digest = digestAskedFor(asked);
    if (selected !== 'piv' || digest === undefined) return word(0x6a80);
    const signature = signatureOver(digest);
    if (signature === undefined) return word(notFound);
    signatures.push(signature);
    return answered(signatureAnswer(signature), done);
  }

  function signatureOver(digest: Uint8Array): Uint8Array | undefined {
    if (content.kind === 'replaying-staff') return content.signature;
    return content.kind === 'staff' ? signRaw(content.privateKey, digest) : undefined;
  }

  return {
    signatures,
    answer: (asked) => {
      const [, instruction, p1, p2] = asked;
      if (instruction === 0xc0) {
        const bytes = answered(rest, done);
        rest = new Uint8Array();
        return { step: 'rest', bytes };
      }
      if (instruction === 0xa4 && p1 === 0x04) return { step: 'select', bytes: select(asked) };
      if (instruction === 0xa4) return { step: 'file', bytes: selectFile(asked) };
      if (instruction === 0xb2 && p2 === 0x00) return { step: 'record', bytes: readRecord(p1, asked.at(-1)) };
      if (instruction === 0x87) return { step: 'sign', bytes: signDigest(asked) };
      return { step: undefined, bytes: word(unknownInstruction) };
    },
  };
}

const word = (status: number): Uint8Array => Uint8Array.of(status >> 8, status & 0xff);
const answered = (data: Uint8Array, status: number): Uint8Array => Uint8Array.from([...data, ...word(status)]);
const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** A record as it stands on the card, filled up with 00. */
export function recordOf({ id, valueBytes }: CardRecord, text: string): Uint8Array {
  const value = iconv.encode(text, 'gb18030');
  const record = new Uint8Array(valueBytes + 2);
  record.set([id, valueBytes]);
  record.set(value.subarray(0, valueBytes), 2);
  return record;
}
