import type { AnswerFault, FaultPart } from '../../main/contract/view/question.ts';
import { shownNumber } from '../input/number-rules.ts';
import type { PageWords } from '../words/page-words.ts';
import type { ShownAs } from './screen-props.ts';

/** What is wrong, as it is said at the page's top and beside the field alike. The item's own words come before the page's. */
export function faultWords(
  { view, fault: said, faultSays }: ShownAs<'question'>,
  fault: AnswerFault,
  part: FaultPart | null,
  t: PageWords,
): string {
  if (faultSays !== null && fault === said) return faultSays;
  if (fault === 'missing') {
    if (part !== null) return t(`missingPart.${part}`);
    return view.kind === 'text' ? t(`missingText.${view.content}`) : t(`missing.${view.kind}`);
  }
  switch (view.kind) {
    case 'number': {
      const { minimum, maximum, decimals, unit } = view;
      const bound = (number: number | null): string => (number === null ? '' : shownNumber(String(number)));
      return t(`fault.${fault}`, { minimum: bound(minimum), maximum: bound(maximum), decimals, unit });
    }
    case 'many':
    case 'group':
      return t(`fault.${fault}`, { atLeast: view.atLeast, atMost: view.atMost });
    default:
      return t(`fault.${fault}`);
  }
}
