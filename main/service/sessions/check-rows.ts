import { maskIdNumber, maskName } from '../../contract/masks.ts';
import type { Screen } from '../../contract/view/screen.ts';
import type { Language, Words } from '../../contract/words.ts';
import { shownText } from './answer-text.ts';
import { askedInReadingOrder, memberTitle } from './members.ts';
import type { IdentifiedPerson } from './stage.ts';

type Row = Extract<Screen, { screen: 'check' }>['rows'][number];

const cardLabels = {
  name: { zh: '姓名', en: 'Name' },
  idNumber: { zh: '证件号', en: 'ID number' },
} as const satisfies Record<string, Words>;

/** What the person checks before they hand it in: what came from the card masked, what they entered in full. */
export function checkedRows(person: IdentifiedPerson, language: Language): Row[] {
  return [...cardRows(person, language), ...answerRows(person, language)];
}

function cardRows({ identified: { card } }: IdentifiedPerson, language: Language): readonly Row[] {
  const row = (label: Words, text: string): Row => ({
    under: null,
    label: label[language],
    text,
    signature: null,
    change: null,
  });
  return [row(cardLabels.name, maskName(card.name)), row(cardLabels.idNumber, maskIdNumber(card.idNumber))];
}

function answerRows(person: IdentifiedPerson, language: Language): readonly Row[] {
  return askedInReadingOrder(person).flatMap(({ path, question }) => {
    const given = person.answers.get(path);
    return given === undefined
      ? []
      : [
          {
            under: memberTitle(person.item, path, language),
            label: question.label[language],
            text: shownText(question, given, language),
            signature: given.value.kind === 'signature' ? given.value : null,
            change: path,
          },
        ];
  });
}
