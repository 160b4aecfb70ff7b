import type { GivenValue } from '../../contract/answers.ts';
import type { Question } from '../../contract/questions.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { Surroundings } from './answer-rules.ts';
import { ageYears } from './applicant.ts';
import { type Fault, faulty } from './fault.ts';
import { checkIdNumberField, checkText } from './field-rules.ts';
import { memberPlace } from './paths.ts';

type PersonQuestion = Extract<Question, { kind: 'person' }>;

/** Somebody else than the card's holder, and not one who stands in the same group already. */
export function checkPerson(
  question: PersonQuestion,
  value: Extract<GivenValue, { kind: 'person' }>,
  around: Surroundings,
): Result<GivenValue, Fault> {
  const name = checkText('name', value.name);
  if (!name.ok) return faulty(name.error, 'name');
  const idNumber = checkIdNumberField(value.idNumber);
  if (!idNumber.ok) return faulty(idNumber.error, 'id-number');
  if (idNumber.value === around.card.idNumber) return faulty('person-is-yourself', 'id-number');
  if (isInGroupTwice(idNumber.value, around)) return faulty('person-twice', 'id-number');
  const age = checkAge(question, idNumber.value, around);
  if (age !== null) return faulty(age, 'id-number');
  if (value.relation === '') return faulty('missing', 'relation');
  if (!question.relations.some(({ id }) => id === value.relation)) return faulty('not-an-option', 'relation');
  return ok({ kind: 'person', name: name.value, idNumber: idNumber.value, relation: value.relation });
}

/** The date of birth stands in the number. Where nobody knows what day it is, nobody is refused for their age. */
function checkAge(
  { id, ageYears: asked }: PersonQuestion,
  idNumber: string,
  { item, today }: Surroundings,
): 'person-too-young' | 'person-too-old' | null {
  if (today === null) return null;
  const years = ageYears(`${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`, today);
  const { child } = item.applicant;
  const below = Math.min(asked?.below ?? Infinity, child?.question === id ? child.belowYears : Infinity);
  if (years >= below) return 'person-too-old';
  return years < (asked?.from ?? 0) ? 'person-too-young' : null;
}

/** Whether another member of the group that is answered has this ID number. */
export function isInGroupTwice(idNumber: string, { path, answers }: Surroundings): boolean {
  const own = memberPlace(path);
  if (own === null) return false;
  return [...answers].some(([other, { value }]) => {
    const place = memberPlace(other);
    const isOther = place?.group === own.group && place.at !== own.at && place.question === own.question;
    return isOther && 'idNumber' in value && value.idNumber === idNumber;
  });
}
