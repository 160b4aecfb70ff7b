import assert from 'node:assert/strict';
import path from 'node:path';
import { regionText } from '../../../main/contract/regions.ts';
import { zh } from '../../../renderer/words/zh.ts';
import { say } from '../../workbench/control-line.ts';
import type { HeldCase } from '../../workbench/platform-inside.ts';
import { copyFolder } from '../copy-folder.ts';
import { words } from '../hand.ts';
import type { ItemWords } from '../item-words.ts';
import type { CardText } from '../persons.ts';
import { placeOf } from '../place.ts';
import { piecesLeft, type SealedContent, sealedContents } from '../sealed-content.ts';
import type { Stage } from '../stage.ts';
import { typed } from '../steps.ts';
import { until } from '../until.ts';

/** How long delivery may take once the network is back: the terminal tries again within seconds. */
const deliveryMs = 60_000;

const overwritingMs = 5_000;

/** Reads what is sealed out of a copy of the service's data folder as it stands now. */
async function sealedNow({ folder }: Stage): Promise<readonly SealedContent[]> {
  const copy = path.join(folder.outside.root, 'data-copy');
  await copyFolder(folder.terminal.data, copy);
  return sealedContents(path.join(copy, 'terminal.sqlite'));
}

/** The ciphertext as it lies in the data folder now, kept aside, to be looked for when it must have gone. */
export async function keepCiphertextAside(stage: Stage, caseNumber: string): Promise<SealedContent> {
  return stage.step('the sealed content lies in the data folder', async () => {
    const [sealed, ...more] = await sealedNow(stage);
    assert.equal(more.length, 0, 'one case is sealed');
    assert.ok(sealed?.caseNumber === caseNumber, 'and it is this one');
    assert.ok((await piecesLeft(stage.folder.terminal.data, sealed)) > 0, 'its ciphertext is found by the same search');
    return sealed;
  });
}

/** What the virtual reader calls its security module. */
const virtualSamId = '05.01-20101129-0001228293-0296863149';

export interface Arrived {
  readonly casesOnPlatform: number;
  readonly answersEqual: boolean;
  readonly contentErased: boolean;
}

/** Step 8: the network comes back; the case is there once, equals what was entered, and its content is erased here. */
export async function arrive(stage: Stage, item: ItemWords, card: CardText, sealed: SealedContent): Promise<Arrived> {
  const { window, programs, step, show } = stage;
  await step('the network comes back, and the case arrives', async () => {
    await say(programs.networkControl, { do: 'restore' });
    await until('the platform has opened the case', deliveryMs, async () =>
      (await programs.platform.cases()).some(({ outcome }) => outcome === 'opened') ? true : undefined,
    );
    await window.seeGone(words(zh.line.offline));
    await show('home-online');
  });
  const contentErased = await step('its signed acknowledgement arrives, and the content is erased here', async () => {
    await until('the sealed content is gone from the database', deliveryMs, async () =>
      (await sealedNow(stage)).length === 0 ? true : undefined,
    );
    // The rows go first, and what they left in the file and its log is overwritten right after.
    return until('no piece of the ciphertext is left', overwritingMs, async () =>
      (await piecesLeft(stage.folder.terminal.data, sealed)) === 0 ? true : undefined,
    ).catch(() => false);
  });
  return step('the platform holds it once, as it was entered', async () => {
    const cases = await programs.platform.cases();
    const [held] = cases.filter(({ caseNumber }) => caseNumber === sealed.caseNumber);
    const answersEqual = held !== undefined && equalsWhatWasEntered(held, item, card);
    return { casesOnPlatform: cases.length, answersEqual, contentErased };
  });
}

/** Field by field against what was touched and what lay on the card; what differs is said. */
function equalsWhatWasEntered({ content, identity }: HeldCase, item: ItemWords, card: CardText): boolean {
  const month = ({ year, month: number }: typeof typed.from | typeof typed.until): string =>
    `${year}-${String(number).padStart(2, '0')}`;
  const area = placeOf(card).code;
  const around = {
    item: { id: item.id, version: item.version, name: item.name },
    language: 'zh',
    elderly: false,
    papers: [],
  };
  const entered = [
    ['place', { kind: 'region', code: area }, regionText(area, 'zh')],
    ['reason', { kind: 'choice', option: typed.otherReason }, item.option('reason', typed.otherReason)],
    ['from', { kind: 'date', date: month(typed.from) }, undefined],
    ['until', { kind: 'date', date: month(typed.until) }, undefined],
    ['collect', { kind: 'choice', option: typed.collect }, item.option('collect', typed.collect)],
    ['recipient-name', { kind: 'text', text: card.name }, card.name],
    ['recipient-phone', { kind: 'phone', digits: typed.phone }, undefined],
    ['recipient-address', { kind: 'text', text: card.address }, card.address],
  ] as const;
  try {
    assert.ok(content !== null, 'the platform could open it');
    assert.deepEqual(identity, { assurance: 'card-read', samId: virtualSamId, samStatus: '000090' });
    const { item: heldItem, language, elderly, papers, answers, applicant } = content;
    assert.deepEqual({ item: heldItem, language, elderly, papers }, around);
    assert.deepEqual(
      answers.map(({ question, label, value }) => ({ question, label, value })),
      entered.map(([question, value]) => ({ question, label: item.label(question), value })),
    );
    for (const [at, [question, , text]] of entered.entries()) {
      if (text !== undefined) assert.equal(answers[at]?.text, text, question);
    }
    for (const [field, value] of Object.entries(card)) {
      assert.deepEqual(Object.entries(applicant).find(([name]) => name === field)?.[1], value, field);
    }
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}
