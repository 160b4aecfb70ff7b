import type { Item } from '../../contract/item.ts';
import type { Condition } from '../../contract/questions.ts';
import { regionText } from '../../contract/regions.ts';
import type { Language } from '../../contract/words.ts';
import { needsOf, type Placed, placedQuestions } from '../catalog/placed-questions.ts';
import { contradiction } from '../catalog/reach.ts';

/** The questions in order, one a line: number, id, kind, what is asked, and when. Those of a group's members stand under it. */
export function flowAsText(item: Item, language: Language): string {
  const placed = placedQuestions(item);
  const outer = placed.filter(({ group }) => group === null);
  const lines = outer.flatMap((each, at) => [
    lineOf(each, `${at + 1}`.padStart(3), language),
    ...placed.filter(({ group }) => group === each).map((member) => lineOf(member, '     ·', language)),
  ]);
  return `${item.id} ${item.version}  ${item.name[language]}\n${lines.join('\n')}\n`;
}

function lineOf({ question }: Placed, mark: string, language: Language): string {
  const when = (question.when ?? []).map((condition) => conditionText(condition, language));
  const condition = when.length === 0 ? '' : `   [${when.join('; ')}]`;
  return `${mark}  ${question.id.padEnd(20)} ${question.kind.padEnd(12)} ${question.ask[language]}${condition}`;
}

/** why = job or abroad; to in Beijing; amount ≥ 500; age < 30. */
export function conditionText(condition: Condition, language: Language): string {
  if ('card' in condition) {
    return condition.card === 'kind'
      ? `card = ${condition.isOneOf.join(' | ')}`
      : `age ${boundsText(ageBounds(condition))}`;
  }
  const { question } = condition;
  if ('isOneOf' in condition) return `${question} = ${condition.isOneOf.join(' | ')}`;
  if ('regionIn' in condition) {
    return `${question} in ${condition.regionIn.map((code) => regionText(code, language)).join(' | ')}`;
  }
  return `${question} ${boundsText([
    ...('atLeast' in condition ? [`≥ ${condition.atLeast}`] : []),
    ...(condition.atMost === undefined ? [] : [`≤ ${condition.atMost}`]),
  ])}`;
}

const ageBounds = (condition: Extract<Condition, { card: 'age' }>): readonly string[] => [
  ...('from' in condition ? [`≥ ${condition.from}`] : []),
  ...(condition.below === undefined ? [] : [`< ${condition.below}`]),
];

const boundsText = (bounds: readonly string[]): string => bounds.join(', ');

/** Where one may come from: a question, and for one that was passed over, on what that hung. */
interface Exit {
  readonly from: string;
  readonly placed: Placed | null;
  readonly label: string;
}

/** A flow chart for whatever draws Mermaid: from the card to the check page. */
export function flowAsMermaid(item: Item, language: Language): string {
  const lines = ['flowchart TD', `  card([${quoted(language === 'zh' ? '放身份证' : 'ID card')}])`];
  let exits: readonly Exit[] = [{ from: 'card', placed: null, label: '' }];
  for (const block of blocksOf(placedQuestions(item).filter(({ group }) => group === null))) {
    const [first] = block;
    const last = block.at(-1);
    if (first === undefined || last === undefined) continue;
    const when = (first.question.when ?? []).map((condition) => conditionText(condition, language)).join('; ');
    for (const { question } of block) lines.push(`  ${nodeOf(question.id)}[${quoted(question.ask[language])}]`);
    // Two that exclude each other never follow one another.
    for (const { from, placed, label } of exits) {
      const both = placed === null ? needsOf(first) : [...needsOf(placed), ...needsOf(first)];
      if (contradiction(item, both) === null) lines.push(edge(from, nodeOf(first.question.id), when || label));
    }
    for (const [at, { question }] of block.entries()) {
      const next = block[at + 1];
      if (next !== undefined) lines.push(edge(nodeOf(question.id), nodeOf(next.question.id), ''));
    }
    const passed = when === '' ? [] : exits.map((exit) => ({ ...exit, label: language === 'zh' ? '否则' : 'else' }));
    exits = [...passed, { from: nodeOf(last.question.id), placed: last, label: '' }];
  }
  lines.push(`  check([${quoted(language === 'zh' ? '核对' : 'check')}])`);
  lines.push(...exits.map(({ from, label }) => edge(from, 'check', label)));
  return `${lines.join('\n')}\n`;
}

/** Neighbours asked under the same conditions. */
function blocksOf(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const blocks: Placed[][] = [];
  for (const each of placed) {
    const block = blocks.at(-1);
    const isSame = JSON.stringify(block?.[0]?.question.when) === JSON.stringify(each.question.when);
    if (block !== undefined && isSame) block.push(each);
    else blocks.push([each]);
  }
  return blocks;
}

const nodeOf = (id: string): string => `q-${id}`;
const quoted = (text: string): string => `"${text.replaceAll('"', '#quot;')}"`;
const edge = (from: string, to: string, label: string): string =>
  label === '' ? `  ${from} --> ${to}` : `  ${from} -->|${quoted(label)}| ${to}`;
