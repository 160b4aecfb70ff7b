import assert from 'node:assert/strict';
import { journeyItem, papers, typed } from './steps.ts';
import { valuesOfCard } from './persons.ts';
import type { Journey } from './play.ts';
import { answer, comeIn, handIn } from './resident/application.ts';
import { arrive, keepCiphertextAside } from './resident/arrival.ts';
import { finish, secondPerson } from './resident/next-person.ts';
import { lastSearch, searchTerminal } from './terminal-search.ts';

/**
 * From the card to the platform, with the network cut on the way, and a second person after the first. The terminal's
 * folders are searched for both of them four times: while the answers are held, when the first has gone, when all is
 * delivered, and when all programs have ended.
 */
export const resident: Journey = async (stage) => {
  const { folder, step } = stage;
  const item = await journeyItem();
  const first = await comeIn(stage, item);
  await answer(stage, item, first);

  const ofFirst = [...valuesOfCard('first resident', first), { what: 'first resident: phone', text: typed.phone }];
  const search = (name: string, values = ofFirst) => step(name, () => searchTerminal(folder, values));
  const hits = [...(await search('while the answers are held, no file has any of them'))];
  const caseNumber = await handIn(stage, first);
  const sealed = await keepCiphertextAside(stage, caseNumber);
  await finish(stage);
  hits.push(...(await search('nothing of the person is left')));

  const second = await secondPerson(stage, item);
  const values = [...ofFirst, ...valuesOfCard('second resident', second)];
  const arrived = await arrive(stage, item, first, sealed);
  hits.push(...(await search('nothing of either person is left', values)));

  const printed = await papers(stage);
  assert.equal(arrived.casesOnPlatform, 1, 'the platform holds the case exactly once');
  return {
    findings: { ...arrived, receiptsPrinted: printed.filter(({ partial }) => !partial).length },
    afterwards: () => lastSearch(folder, values, hits),
  };
};
