import assert from 'node:assert/strict';
import { z } from 'zod';
import { zh } from '../../renderer/words/zh.ts';
import { say } from '../workbench/control-line.ts';
import { button, heading } from './hand.ts';
import { layCard, liftCard } from './persons.ts';
import type { Journey } from './play.ts';
import {
  answerToTheEnd,
  answerUntilCollect,
  checkReceipt,
  chooseAndAgree,
  journeyItem,
  papersWhenThere,
  shownCaseNumber,
} from './steps.ts';
import { until } from './until.ts';

const readerAnswers = z.looseObject({ answers: z.number() });
/** So many answers later the terminal has looked at the empty reader: a look takes up to three, and one may have been under way. */
const looked = 6;

/** The reader is pulled out in the middle of a read and plugged in again: the person lays the card down once more and is through. */
export const readerUnplugged: Journey = async (stage) => {
  const { window, programs, step, show } = stage;
  const item = await journeyItem();

  await step('the reader is unplugged while it reads', async () => {
    await chooseAndAgree(stage, item);
    await window.see(heading(zh.identity.card.waiting.title));
    // A read takes an eighth of a second; a tenth of the pace leaves time to pull the plug in its middle.
    await say(programs.readerControl, { do: 'fault', kind: 'slow', count: 1, on: 'read' });
    await layCard(programs.readerControl, 'resident-wang');
    await window.see(heading(zh.identity.card.reading.title));
    await say(programs.readerControl, { do: 'unplug' });
    await window.see(heading(zh.identity.reader['no-reader'].title));
    await show('reader-unplugged');
  });

  await step('plugged in again, it comes back by itself', async () => {
    await say(programs.readerControl, { do: 'plug' });
    await window.see(heading(zh.identity.card['lay-again'].title));
    await show('lift-and-lay-again');
  });

  const card = await step('the same card is laid down again, and read', async () => {
    await liftCard(programs.readerControl);
    await untilLookedAt(programs.readerControl);
    const read = await layCard(programs.readerControl, 'resident-wang');
    await window.see(heading(item.ask('place')));
    return read;
  });

  const caseNumber = await step('everything is answered and handed in', async () => {
    await answerUntilCollect(stage, item, card);
    await answerToTheEnd(stage, item);
    await window.tap(button(zh.check.submit));
    return shownCaseNumber(stage);
  });
  const [paper, ...more] = await papersWhenThere(stage, 1);
  assert.ok(paper !== undefined && more.length === 0);
  await checkReceipt(stage, paper, caseNumber, card, '');

  const cases = await until('the case is opened on the platform', 60_000, async () => {
    const there = await programs.platform.cases();
    return there.some((each) => each.caseNumber === caseNumber && each.outcome === 'opened') ? there : undefined;
  });
  await show('done');
  return { findings: { casesOnPlatform: cases.length, receiptsPrinted: 1 } };
};

async function untilLookedAt(readerControl: string): Promise<void> {
  const answers = async () => readerAnswers.parse(await say(readerControl, { do: 'state' })).answers;
  const before = await answers();
  await until('the terminal has seen that the card was lifted', 10_000, async () =>
    (await answers()) >= before + looked ? true : undefined,
  );
}
