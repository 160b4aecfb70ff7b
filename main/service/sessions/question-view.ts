import type { AnswerValue } from '../../contract/answers.ts';
import type { GroupQuestion, Option, Question } from '../../contract/questions.ts';
import type { Screen } from '../../contract/view/screen.ts';
import type { Words } from '../../contract/words.ts';
import { earlierAnswer } from './answer-rules.ts';
import { listText, maskedText, shownText } from './answer-text.ts';
import { cardValue } from './card-value.ts';
import { askedOfMember, isWholeMember } from './flow.ts';
import { titleOf } from './members.ts';
import { countMembers, questionOf } from './paths.ts';
import type { ScreenSurroundings, Wording } from './screens.ts';
import type { IdentifiedPerson, Stage } from './stage.ts';

type QuestionScreen = Extract<Screen, { screen: 'question' }>;
type QuestionStage = Extract<Stage, { stage: 'question' }>;

/** What a question is answered by on its page. */
export function questionView(
  question: Question,
  person: IdentifiedPerson,
  {
    scanning,
    codes,
    socialCards,
    paperReading,
    stick,
    photographing,
    camera,
    portraitCamera,
    today,
    wording,
  }: ScreenSurroundings,
): QuestionScreen['view'] {
  const say = sayer(wording);
  const asOptions = (options: readonly Option[]) =>
    options.map(({ id, words, plain }) => ({ id, text: say(words, plain) }));
  switch (question.kind) {
    case 'choice':
      return { kind: 'choice', options: asOptions(question.options) };
    case 'many': {
      const { options, atLeast, atMost } = question;
      return { kind: 'many', options: asOptions(options), atLeast, atMost: atMost ?? options.length };
    }
    case 'yes-no':
      return { kind: 'yes-no', unknown: question.unknown === true };
    case 'text':
      return {
        kind: 'text',
        content: question.content,
        asOnCard: asOnCard(question, person, wording),
        code: question.fromCode === true ? codes.forQuestion() : null,
        socialCard: question.fromSocialCard === undefined ? null : socialCards.forQuestion(),
        paper: paperReading.forQuestion(),
      };
    case 'number': {
      const { minimum = null, maximum = null, decimals = 0, unit } = question;
      return { kind: 'number', minimum, maximum, decimals, unit: unit === undefined ? '' : say(unit) };
    }
    case 'id-number':
      return { kind: 'id-number' };
    case 'credit-code':
      return { kind: 'credit-code', code: question.fromCode === true ? codes.forQuestion() : null };
    case 'phone':
      return { kind: 'phone' };
    case 'bank-account':
      return { kind: 'bank-account', banks: asOptions(question.banks), account: question.account };
    case 'region':
      return { kind: 'region', depth: question.depth, only: question.only ?? null };
    case 'address':
      return { kind: 'address', only: question.only ?? null, asOnCard: asOnCard(question, person, wording) };
    case 'date':
      return {
        kind: 'date',
        precision: question.precision,
        partial: question.partial === true,
        asOnCard: asOnCard(question, person, wording),
        latestYear: question.latest === 'today' ? yearOf(today()) : null,
      };
    case 'person':
      return { kind: 'person', relations: asOptions(question.relations) };
    case 'group':
      return groupView(question, person, wording);
    case 'promise':
      return { kind: 'promise', text: say(question.text, question.plainText) };
    case 'paper': {
      const { maxPages, needed, photograph, standard, photo } = question;
      const photographed = photographing.state();
      return {
        kind: 'paper',
        maxPages,
        needed,
        scanner: scanning.status(),
        camera: photograph === 'will-do' ? (photo === undefined ? camera : (portraitCamera ?? camera)) : null,
        stick: stick.forQuestion(),
        scan: photographed.state === 'none' ? scanning.state() : photographed,
        standard: standard === undefined ? '' : say(standard),
        photo:
          photo === undefined
            ? null
            : {
                widthPx: photo.widthPx,
                heightPx: photo.heightPx,
                minKb: photo.minKb,
                maxKb: photo.maxKb,
                live: portraitCamera !== null,
              },
      };
    }
    case 'signature':
      return { kind: 'signature' };
    default:
      return question satisfies never;
  }
}

const sayer =
  ({ language, elderly }: Wording) =>
  (words: Words, plain?: Words) =>
    ((elderly ? plain : undefined) ?? words)[language];

const yearOf = (today: string | null): number | null => (today === null ? null : Number(today.slice(0, 4)));

function asOnCard(question: Question, { identified }: IdentifiedPerson, { language }: Wording) {
  const value = cardValue(question, identified.card);
  const masked = value === null ? null : maskedText(question, value, language);
  return masked === null ? null : { masked };
}

/** The list of a group's members. */
export function groupView(
  group: GroupQuestion,
  person: IdentifiedPerson,
  { language }: Wording,
): QuestionScreen['view'] {
  const members = Array.from({ length: countMembers(person.answers, group.id) }, (_, before) => {
    const at = before + 1;
    // Its first answer is enough to know which it is.
    const [text = ''] = askedOfMember(person, group.id, at).flatMap(({ path, question }) => {
      const given = person.answers.get(path);
      return given === undefined ? [] : [listText(question, given, language)];
    });
    return {
      title: titleOf(group, at, language),
      text,
      whole: isWholeMember(person, group.id, at),
    };
  });
  return { kind: 'group', one: group.one[language], members, atLeast: group.atLeast, atMost: group.atMost };
}

/** The answer given before, or null; offered where it is not what stands in the field already. */
export function asBefore({ person, question }: QuestionStage, { language }: Wording): QuestionScreen['asBefore'] {
  const { item, answers } = person;
  const definition = questionOf(item, question);
  const earlier = earlierAnswer(definition, { item, path: question, answers });
  if (earlier === null || !('fromAnswer' in definition) || definition.fromAnswer === undefined) return null;
  const other = questionOf(item, earlier.path);
  return { label: other.label[language], text: shownText(other, earlier.given, language) };
}

/**
 * What stands in the field: the answer given before, else what is filled in from the card or from an earlier answer. The card's
 * own words stay masked.
 */
export function valueShown({ person, question: path }: QuestionStage): AnswerValue | null {
  const { item, answers, identified } = person;
  const question = questionOf(item, path);
  if (question.kind === 'group') return { kind: 'group', members: countMembers(answers, path) };
  const fromCard = cardValue(question, identified.card);
  const isMasked = (value: AnswerValue): boolean =>
    value.kind === 'text' || value.kind === 'address' || value.kind === 'date';
  const given = answers.get(path);
  if (given !== undefined) {
    if (given.source !== 'card' || !isMasked(given.value)) return given.value;
    return JSON.stringify(fromCard) === JSON.stringify(given.value) ? { kind: 'as-on-card' } : { kind: 'as-before' };
  }
  if ('fromCard' in question && question.fromCard?.how === 'filled' && fromCard !== null)
    return isMasked(fromCard) ? { kind: 'as-on-card' } : fromCard;
  if (!('fromAnswer' in question) || question.fromAnswer?.how !== 'filled') return null;
  const earlier = earlierAnswer(question, { item, path, answers });
  if (earlier === null) return null;
  return earlier.given.source === 'card' && isMasked(earlier.given.value) ? { kind: 'as-before' } : earlier.given.value;
}
