import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { AnswerValue } from '../../contract/answers.ts';
import { caseContent } from '../../contract/wire/envelope.ts';
import { loadItems } from '../catalog/item-files.ts';
import { answerQuestion, continueForm, nothingRead } from './form.ts';
import { sampleCard } from './sample-item.ts';
import { goodAnswer } from './sample-answers.ts';
import { questionOf } from './paths.ts';
import type { IdentifiedPerson, Stage } from './stage.ts';
import { submissionOf } from './submission.ts';

const { items } = loadItems(fileURLToPath(new URL('../../../kiosk-config/services', import.meta.url)));
const forChildren = items.filter(({ applicant }) => applicant.child !== undefined);
const today = '2026-11-23';

const guardian = (item: IdentifiedPerson['item']): IdentifiedPerson => ({
  ticket: '1'.repeat(32),
  caseId: '2'.repeat(32),
  item,
  agreedAt: '2026-11-23T06:32:00.000Z',
  identified: {
    card: sampleCard,
    identity: { assurance: 'card-read', samId: 'x', samStatus: null },
    ageYears: 46,
    cardSecret: null,
  },
  answers: new Map(),
  papers: [],
  keepDraft: false,
});

function at(stage: Stage): Extract<Stage, { stage: 'question' }> {
  if (stage.stage !== 'question') throw new Error(`not a question but ${stage.stage}`);
  return stage;
}

const give = (stage: Stage, value: AnswerValue): Stage => answerQuestion(at(stage), value, today, nothingRead);

describe.each(forChildren.map((item) => [item.id, item] as const))('%s', (_id, item) => {
  const { child } = item.applicant;
  if (child === undefined) throw new Error('not for children');
  const question = questionOf(item, child.question);
  if (question.kind !== 'person') throw new Error('asks for nobody');
  const relation = question.relations[0];
  const minor = {
    kind: 'person',
    name: '王小明',
    idNumber: '341202201506010016',
    relation: relation?.id ?? '',
  } as const;

  const untilChild = (): Stage => {
    let stage: Stage = continueForm(guardian(item));
    while (at(stage).question !== child.question) {
      const { person, question: path } = at(stage);
      stage = give(
        stage,
        goodAnswer(questionOf(item, path), { path, person, today }, () => 0),
      );
    }
    return stage;
  };

  it('takes a child, and neither a grown-up nor the guardian', () => {
    expect(at(give(untilChild(), minor)).question).not.toBe(child.question);
    const grown = at(give(untilChild(), { ...minor, idNumber: '341202197905050016' }));
    expect(grown.fault).toEqual({ code: 'person-too-old', part: 'id-number' });
    const self = at(give(untilChild(), { ...minor, idNumber: sampleCard.idNumber }));
    expect(self.fault).toEqual({ code: 'person-is-yourself', part: 'id-number' });
  });

  it('is not handed in without the guardian’s consent', () => {
    let stage = give(untilChild(), minor);
    while (questionOf(item, at(stage).question).kind !== 'promise') {
      const { person, question: path } = at(stage);
      stage = give(
        stage,
        goodAnswer(questionOf(item, path), { path, person, today }, () => 0),
      );
    }
    const declined = at(give(stage, { kind: 'promise', accepted: false }));
    expect(declined.fault).toEqual({ code: 'promise-needed', part: null });
  });

  it('says under its seal who is the applicant and who the guardian', () => {
    const { person } = at(give(untilChild(), minor));
    const { content } = submissionOf(person, { language: 'zh', elderly: false });
    expect(content.applicant).toEqual(sampleCard);
    expect(caseContent.shape.child.parse(content.child)).toEqual({
      question: child.question,
      name: minor.name,
      idNumber: minor.idNumber,
      relation: relation?.words.zh,
    });
  });
});

it('has items for children', () => {
  expect(forChildren.length).toBeGreaterThan(0);
});
