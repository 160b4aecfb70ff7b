import { describe, expect, it } from 'vitest';
import type { IdCard } from '../../contract/card.ts';
import type { ServiceToHost } from '../../contract/device-host.ts';
import type { Item } from '../../contract/item.ts';
import { createSocialCards, isTheirs } from './social-card.ts';
import { sampleItem } from './sample-item.ts';
import type { Stage } from './stage.ts';

const ticket = '1'.repeat(32);
const wang: IdCard = {
  kind: 'resident',
  name: '王晓澜',
  sex: 'female',
  ethnicCode: '01',
  birth: '1988-05-17',
  address: '安徽省阜阳市颍州区',
  idNumber: '341202198805173024',
  issuedBy: '阜阳市公安局',
  validFrom: '2018-01-01',
  validUntil: '2038-01-01',
};
const social = { cardNumber: 'A12345678', socialSecurityNumber: wang.idNumber, name: wang.name };
const item: Item = {
  ...sampleItem,
  questions: [
    {
      id: 'card-number',
      kind: 'text',
      content: 'number',
      ask: { zh: '卡号？', en: 'Number?' },
      label: { zh: '卡号', en: 'Number' },
      fromSocialCard: 'card-number',
    },
    { id: 'phone', kind: 'phone', ask: { zh: '电话？', en: 'Phone?' }, label: { zh: '电话', en: 'Phone' } },
  ],
};

const at = (question: string): Stage => ({
  stage: 'question',
  question,
  fault: null,
  changing: false,
  person: {
    ticket,
    caseId: '2'.repeat(32),
    item,
    agreedAt: '2026-11-23T06:32:00.000Z',
    identified: {
      card: wang,
      identity: { assurance: 'card-read', samId: 'x', samStatus: null },
      ageYears: 46,
      cardSecret: null,
    },
    answers: new Map(),
    papers: [],
    keepDraft: false,
  },
});

function asked() {
  const sent: ServiceToHost[] = [];
  const cards = createSocialCards({ toHost: (message) => sent.push(message) > 0, onChange: () => {} });
  cards.onStatus({ state: 'ready' });
  cards.follow(at('card-number'));
  return { cards, sent };
}

describe('a question that a social-security card can answer', () => {
  it('has it read while it stands there, and no longer', () => {
    const { cards, sent } = asked();
    cards.follow(at('card-number'));
    cards.follow(at('phone'));
    cards.follow({ stage: 'home', interrupted: 'no' });
    expect(sent).toEqual([
      { message: 'read-social-card', ticket },
      { message: 'stop-social-card', ticket },
    ]);
  });

  it('takes the number of the person’s own card', () => {
    const { cards } = asked();
    cards.onCard(ticket, { event: 'reading' });
    expect([cards.isReading(), cards.forQuestion()]).toEqual([true, { state: 'reading', text: null, nth: 0 }]);
    cards.onCard(ticket, { event: 'read', card: social });
    expect(cards.forQuestion()).toEqual({ state: 'read', text: 'A12345678', nth: 1 });
    expect(cards.readText()).toBe('A12345678');
    cards.follow(at('phone'));
    expect(cards.readText()).toBeNull();
  });

  it('takes nothing from somebody else’s, says so, and reads the next', () => {
    const { cards, sent } = asked();
    cards.onCard(ticket, { event: 'read', card: { ...social, name: '李承远' } });
    cards.onCard(ticket, { event: 'waiting' });
    expect(cards.forQuestion()).toEqual({ state: 'not-yours', text: null, nth: 0 });
    expect(sent.filter(({ message }) => message === 'read-social-card')).toHaveLength(2);
  });

  it('hears nothing under another ticket, nor when it does not stand there', () => {
    const { cards } = asked();
    cards.onCard('9'.repeat(32), { event: 'read', card: social });
    cards.follow(at('phone'));
    cards.onCard(ticket, { event: 'read', card: social });
    expect(cards.readText()).toBeNull();
  });

  it('is asked again of a new device host', () => {
    const { cards, sent } = asked();
    cards.onHostLost();
    expect(cards.forQuestion()).toMatchObject({ state: 'out' });
    cards.onHostStarted();
    expect(sent.filter(({ message }) => message === 'read-social-card')).toHaveLength(2);
  });

  it('says nothing of cards on a terminal without a slot', () => {
    const { cards } = asked();
    cards.onStatus({ state: 'not-configured' });
    expect(cards.forQuestion()).toBeNull();
  });
});

describe('whose card it is', () => {
  const foreign: IdCard = {
    kind: 'foreign-2023',
    name: '艾莎',
    englishName: 'SAMPLE, AISHA',
    sex: 'female',
    birth: '1980-01-01',
    idNumber: '931586198001010028',
    nationality: 'PAK',
    timesReissued: '00',
    validFrom: '2023-01-01',
    validUntil: '2033-01-01',
  };

  it.each([
    ['the same', wang, social, true],
    ['another number', wang, { ...social, socialSecurityNumber: '341202198805173032' }, false],
    ['another name', wang, { ...social, name: '王晓兰' }, false],
    ['a dot written in another way', { ...wang, name: '艾力·买买提' }, { ...social, name: '艾力•买买提' }, true],
    [
      'a name too long for the chip',
      { ...wang, name: '阿卜杜勒艾合麦提江吐尔逊麦麦提' },
      { ...social, name: '阿卜杜勒艾合麦提江吐尔逊麦' },
      true,
    ],
    ['a short beginning of a name', { ...wang, name: '王晓澜' }, { ...social, name: '王晓' }, false],
    ['a foreigner by the Chinese name', foreign, { ...social, name: '艾莎', socialSecurityNumber: 'PAK123' }, true],
    [
      'a foreigner by the English one',
      foreign,
      { ...social, name: 'Sample Aisha', socialSecurityNumber: 'PAK123' },
      true,
    ],
    ['a foreigner by none', foreign, { ...social, name: 'Sample', socialSecurityNumber: 'PAK123' }, false],
  ] as const)('%s', (_what, idCard, card, theirs) => {
    expect(isTheirs(card, idCard)).toBe(theirs);
  });
});
