import { createHash } from 'node:crypto';
import type { IdCard } from '../../main/contract/card.ts';
import { idNumberCheckCharacter } from '../../main/contract/id-number.ts';
import type { CardBlocks } from './codec.ts';
import { encodeCardText } from './text-layouts.ts';

/**
 * Cards for demonstrations and tests. Nobody on them exists: the areas are real, so that they read as they would, the
 * streets are called "sample road" (样例路) and the photo is noise, not a face.
 */
const valid = { validFrom: '2018-06-12', validUntil: '2038-06-12' } as const;

const residentWang: IdCard = {
  kind: 'resident',
  name: '王晓澜',
  sex: 'female',
  ethnicCode: '01',
  birth: '1988-05-17',
  address: '安徽省阜阳市颍州区样例路12号3栋502室',
  idNumber: numbered('34120219880517302'),
  issuedBy: '阜阳市公安局颍州分局',
  ...valid,
};

const residentLi: IdCard = {
  kind: 'resident',
  name: '李承远',
  sex: 'male',
  ethnicCode: '11',
  birth: '1957-11-03',
  address: '安徽省合肥市蜀山区样例路7号',
  idNumber: numbered('34010419571103411'),
  issuedBy: '合肥市公安局蜀山分局',
  validFrom: '2012-02-20',
  validUntil: 'long-term',
};

const cards = {
  'resident-wang': residentWang,
  'resident-li': residentLi,
  'rare-name': {
    ...residentWang,
    name: '刘䶮𠮷',
    sex: 'male',
    birth: '1979-01-30',
    address: '安徽省阜阳市太和县样例路85号龘园1幢',
    idNumber: numbered('34122219790130621'),
    issuedBy: '太和县公安局',
  },
  expired: {
    ...residentWang,
    name: '陈秋平',
    sex: 'male',
    birth: '1970-09-09',
    address: '安徽省阜阳市颍东区样例路3号',
    idNumber: numbered('34120319700909153'),
    issuedBy: '阜阳市公安局颍东分局',
    validFrom: '2005-03-01',
    validUntil: '2025-03-01',
  },
  child: {
    ...residentWang,
    name: '王一禾',
    birth: '2017-04-08',
    idNumber: numbered('34120220170408242'),
    validFrom: '2022-08-15',
    validUntil: '2027-08-15',
  },
  'hmt-resident': {
    kind: 'hmt-resident',
    name: '何嘉宁',
    sex: 'male',
    birth: '1991-12-24',
    address: '安徽省合肥市包河区样例路40号',
    idNumber: numbered('81000019911224011'),
    issuedBy: '合肥市公安局',
    validFrom: '2023-01-09',
    validUntil: '2028-01-09',
    passNumber: 'H00000018',
    timesIssued: '01',
  },
  'foreign-2023': {
    kind: 'foreign-2023',
    name: '艾莎',
    englishName: 'SAMPLE, AISHA',
    sex: 'female',
    birth: '1980-01-01',
    idNumber: '931586198001010028',
    nationality: 'PAK',
    timesReissued: '00',
    validFrom: '2024-01-15',
    validUntil: '2034-01-15',
  },
  'foreign-2017': {
    kind: 'foreign-2017',
    name: 'SAMPLE, MARGUERITE ELEONORE',
    englishName: 'SAMPLE, MARGUERITE ELEONORE',
    sex: 'female',
    birth: '1975-07-02',
    idNumber: 'CAN310075070201',
    nationality: 'CAN',
    cardVersion: '01',
    authority: '1500',
    validFrom: '2018-03-05',
    validUntil: '2028-03-05',
  },
  'bad-check-digit': { ...residentWang, idNumber: withOtherCheckCharacter(residentWang.idNumber) },
} as const satisfies Readonly<Record<string, IdCard>>;

/** `unknown-type` is a card of a layout nobody here knows: a resident's text with another type character. */
export const sampleCardNames = [...(Object.keys(cards) as (keyof typeof cards)[]), 'unknown-type'] as const;
export type SampleCardName = (typeof sampleCardNames)[number];

export function sampleCardBlocks(name: SampleCardName): CardBlocks {
  if (name !== 'unknown-type') return blocksOf(cards[name]);
  const blocks = blocksOf(residentWang);
  blocks.text[248] = 'K'.charCodeAt(0);
  return blocks;
}

/** What a sample card says, for tests that compare. */
export function sampleCard(name: keyof typeof cards): IdCard {
  return cards[name];
}

/** A card as the reader gives it out. Throws a RangeError when a field has no room for its text: that is a wrong sample. */
export function blocksOf(card: IdCard): CardBlocks {
  const text = encodeCardText(card);
  if (!text.ok) throw new RangeError(`${text.error.field} is too long for its place on the card`);
  return { text: text.value, photo: noise(card.idNumber, 1024), fingerprints: new Uint8Array() };
}

/** The same bytes every time for the same card, as a photo would be. */
function noise(seed: string, bytes: number): Uint8Array {
  const blocks = Array.from({ length: bytes / 32 }, (_, at) => createHash('sha256').update(`${seed} ${at}`).digest());
  return Uint8Array.from(Buffer.concat(blocks));
}

function numbered(first17: string): string {
  return first17 + idNumberCheckCharacter(first17);
}

function withOtherCheckCharacter(idNumber: string): string {
  return idNumber.slice(0, 17) + (idNumber.endsWith('1') ? '2' : '1');
}
