import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { type LifeEvent } from '../../main/contract/item-elements.ts';
import { type Item, item } from '../../main/contract/item.ts';
import type { Question } from '../../main/contract/questions.ts';

/** An item's own words in Chinese, from the file that the terminal shows it from. Asked for what is not there, throws. */
export interface ItemWords {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** Under which the first screen leads to it. */
  readonly lifeEvent: LifeEvent;
  ask(question: string): string;
  label(question: string): string;
  option(question: string, option: string): string;
  /** What one member of a group is called. */
  one(group: string): string;
  /** Said of a child that is none any more. */
  readonly olderChild: string;
}

export async function itemWords(id: string): Promise<ItemWords> {
  const file = path.resolve(import.meta.dirname, `../../kiosk-config/services/${id}.yaml`);
  const definition = item.parse(parse(await readFile(file, 'utf8')));
  const question = (questionId: string) => {
    const all = definition.questions.flatMap((each): readonly Question[] =>
      each.kind === 'group' ? [each, ...each.questions] : [each],
    );
    const found = all.find((each) => each.id === questionId);
    if (found === undefined) throw new Error(`${id} has no question ${questionId}.`);
    return found;
  };
  return {
    id: definition.id,
    version: definition.version,
    name: definition.name.zh,
    lifeEvent: lifeEventOf(definition),
    ask: (questionId) => question(questionId).ask.zh,
    label: (questionId) => question(questionId).label.zh,
    option: (questionId, optionId) => {
      const asked = question(questionId);
      const found = asked.kind === 'choice' ? asked.options.find((each) => each.id === optionId) : undefined;
      if (found === undefined) throw new Error(`${id}, ${questionId} has no option ${optionId}.`);
      return found.words.zh;
    },
    one: (group) => {
      const asked = question(group);
      if (asked.kind !== 'group') throw new Error(`${id}, ${group} is no group.`);
      return asked.one.zh;
    },
    olderChild: definition.applicant.child?.older.zh ?? '',
  };
}

function lifeEventOf({ id, lifeEvents }: Item): LifeEvent {
  const [first] = lifeEvents ?? [];
  if (first === undefined) throw new Error(`${id} belongs to no life event.`);
  return first;
}
