import type { NamedPaper, Submission } from '../cases/submit.ts';
import { answerText, relationText } from './answer-text.ts';
import { askedInReadingOrder, memberTitle } from './members.ts';
import { pagesOf } from './pages.ts';
import { questionOf } from './paths.ts';
import type { Wording } from './screens.ts';
import type { IdentifiedPerson } from './stage.ts';

/** What is sealed: every answer with its question's own words, so that it can be read without the item's file. */
export function submissionOf(person: IdentifiedPerson, { language, elderly }: Wording): Submission {
  const { item, answers, identified, caseId, agreedAt } = person;
  return {
    identity: identified.identity,
    itemName: item.name,
    content: {
      caseId,
      item: { id: item.id, version: item.version, name: item.name.zh },
      applicant: identified.card,
      answers: askedInReadingOrder(person).flatMap(({ path, question }) => {
        const given = answers.get(path);
        if (given === undefined) return [];
        const { value, source } = given;
        return [
          { question: path, label: labelOf(person, path), value, text: answerText(question, value, 'zh'), source },
        ];
      }),
      ...childOf(person),
      agreedAt,
      language,
      elderly,
    },
    papers: namedPages(person),
  };
}

/** Who it is for, where that is not the card's holder. */
function childOf({ item, answers }: IdentifiedPerson): Pick<Submission['content'], 'child'> {
  const path = item.applicant.child?.question;
  const value = path === undefined ? undefined : answers.get(path)?.value;
  if (path === undefined || value?.kind !== 'person') return {};
  const { name, idNumber, relation } = value;
  return { child: { question: path, name, idNumber, relation: relationText(questionOf(item, path), relation, 'zh') } };
}

/** 家庭成员 2 出生日期: read without the item's file, it still says whose. */
function labelOf({ item }: IdentifiedPerson, path: string): string {
  const member = memberTitle(item, path, 'zh');
  const label = questionOf(item, path).label.zh;
  return member === null ? label : `${member} ${label}`;
}

/** In the order of the questions, each named as the person saw it on the check page. */
function namedPages(person: IdentifiedPerson): readonly NamedPaper[] {
  return askedInReadingOrder(person).flatMap(({ path }) =>
    pagesOf(person.answers, path).flatMap((page, at) => {
      const paper = person.papers.find((each) => each.id === page);
      return paper === undefined ? [] : [{ name: `${labelOf(person, path)} ${at + 1}`, type: 'image/jpeg', paper }];
    }),
  );
}
