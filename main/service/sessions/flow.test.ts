import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GivenValue } from '../../contract/answers.ts';
import type { Answers } from './draft.ts';
import { askedQuestions, type Filled, firstUnanswered, questionBefore, stepOf, withoutOrphans } from './flow.ts';
import { sampleItem } from './sample-item.ts';

const answers = (given: Readonly<Record<string, GivenValue>>): Answers =>
  new Map(Object.entries(given).map(([id, value]) => [id, { value, source: 'typed' }]));
const courier = { collect: { kind: 'choice', option: 'courier' } } as const;
const inPerson = { collect: { kind: 'choice', option: 'in-person' } } as const;
const filled = (given: Answers): Filled => ({ item: sampleItem, answers: given, identified: null });
const ids = (given: Answers) => askedQuestions(filled(given)).map(({ path }) => path);

describe('flow', () => {
  it('asks for a recipient when a courier comes, and only then', () => {
    expect(ids(answers(courier))).toContain('recipient');
    expect(ids(answers(inPerson))).not.toContain('recipient');
    expect(ids(answers({}))).not.toContain('recipient');
  });

  it('drops answers to what is no longer asked', () => {
    const changed = answers({ ...inPerson, recipient: { kind: 'text', text: '李四' } });
    expect([...withoutOrphans(filled(changed)).keys()]).toEqual(['collect']);
  });

  it('goes back over what was asked, not over what the file lists', () => {
    expect(questionBefore(filled(answers(inPerson)), 'phone')).toBe('collect');
    expect(questionBefore(filled(answers(courier)), 'phone')).toBe('address');
    expect(questionBefore(filled(answers({})), 'place')).toBeNull();
  });

  it('counts steps with the card first and the check page last', () => {
    expect(stepOf(filled(answers(inPerson)), 'card')).toEqual({ at: 1, of: 7 });
    expect(stepOf(filled(answers(inPerson)), 'check')).toEqual({ at: 7, of: 7 });
    expect(stepOf(filled(answers(courier)), { question: 'phone' })).toEqual({ at: 8, of: 9 });
  });

  it('always ends, whatever is answered', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('courier', 'in-person'), { minLength: 20, maxLength: 20 }), (choices) => {
        let given: Answers = new Map();
        for (const option of choices) {
          const next = firstUnanswered(filled(given));
          if (next === null) return;
          given = withoutOrphans(
            filled(new Map([...given, [next.path, { value: { kind: 'choice', option }, source: 'typed' } as const]])),
          );
        }
        throw new Error('did not end');
      }),
    );
  });
});
