import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GivenValue } from '../../contract/answers.ts';
import type { Answers } from './draft.ts';
import { askedQuestions, firstUnanswered, questionBefore, stepOf, withoutOrphans } from './flow.ts';
import { sampleItem } from './sample-item.ts';

const answers = (given: Readonly<Record<string, GivenValue>>): Answers =>
  new Map(Object.entries(given).map(([id, value]) => [id, { value, source: 'typed' }]));
const courier = { collect: { kind: 'choice', option: 'courier' } } as const;
const inPerson = { collect: { kind: 'choice', option: 'in-person' } } as const;
const ids = (given: Answers) => askedQuestions(sampleItem, given).map(({ id }) => id);

describe('flow', () => {
  it('asks for a recipient when a courier comes, and only then', () => {
    expect(ids(answers(courier))).toContain('recipient');
    expect(ids(answers(inPerson))).not.toContain('recipient');
    expect(ids(answers({}))).not.toContain('recipient');
  });

  it('drops answers to what is no longer asked', () => {
    const changed = answers({ ...inPerson, recipient: { kind: 'text', text: '李四' } });
    expect([...withoutOrphans(sampleItem, changed).keys()]).toEqual(['collect']);
  });

  it('goes back over what was asked, not over what the file lists', () => {
    expect(questionBefore(sampleItem, answers(inPerson), 'phone')?.id).toBe('collect');
    expect(questionBefore(sampleItem, answers(courier), 'phone')?.id).toBe('address');
    expect(questionBefore(sampleItem, answers({}), 'place')).toBeNull();
  });

  it('counts steps with the card first and the check page last', () => {
    expect(stepOf(sampleItem, answers(inPerson), 'card')).toEqual({ at: 1, of: 7 });
    expect(stepOf(sampleItem, answers(inPerson), 'check')).toEqual({ at: 7, of: 7 });
    expect(stepOf(sampleItem, answers(courier), { question: 'phone' })).toEqual({ at: 8, of: 9 });
  });

  it('always ends, whatever is answered', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('courier', 'in-person'), { minLength: 20, maxLength: 20 }), (choices) => {
        let given: Answers = new Map();
        for (const option of choices) {
          const next = firstUnanswered(sampleItem, given);
          if (next === null) return;
          given = withoutOrphans(
            sampleItem,
            new Map([...given, [next.id, { value: { kind: 'choice', option }, source: 'typed' } as const]]),
          );
        }
        throw new Error('did not end');
      }),
    );
  });
});
