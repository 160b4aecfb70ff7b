import type { Sampling } from './sampling.ts';

export function addResume({ say, itemName, add }: Sampling): void {
  add('resume', { screen: 'resume', itemName, otherItemName: null });
  add('resume-other', {
    screen: 'resume',
    itemName,
    otherItemName: say('转养老保险关系', 'Move your pension insurance', '转养老保险', 'Move your pension'),
  });
}
