import { idCard } from '../../contract/card.ts';
import type { Item } from '../../contract/item.ts';
import { elementFaults } from './element-rules.ts';
import { questionFaults } from './question-rules.ts';
import type { RuleFault } from './rule-fault.ts';

export function itemRuleFaults(item: Item): readonly RuleFault[] {
  return [...questionFaults(item), ...applicantFaults(item), ...elementFaults(item)];
}

/** Nobody is turned away without being told what to do instead. */
function applicantFaults({ applicant }: Item): readonly RuleFault[] {
  const faults: RuleFault[] = [];
  if (applicant.minimumAgeYears !== undefined && applicant.younger === undefined) {
    faults.push({
      path: ['applicant', 'minimumAgeYears'],
      wrong: {
        zh: '有年龄要求，却没有写年龄不够的人怎么办。',
        en: 'There is a minimum age, and no words for someone younger.',
      },
      right: { zh: '补上 younger：告诉他怎么办。', en: 'Add younger: what to do instead.' },
    });
  }
  if (applicant.cards.length < idCard.options.length && applicant.otherCard === undefined) {
    faults.push({
      path: ['applicant', 'cards'],
      wrong: {
        zh: '不是所有证件都能办，却没有写拿别的证件的人怎么办。',
        en: 'Not every card fits, and there are no words for the others.',
      },
      right: { zh: '补上 otherCard：告诉他怎么办。', en: 'Add otherCard: what to do instead.' },
    });
  }
  return faults;
}
