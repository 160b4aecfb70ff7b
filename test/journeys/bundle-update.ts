import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isMap, parseDocument } from 'yaml';
import type { BundleFile } from '../../main/contract/wire/bundles.ts';
import { zh } from '../../renderer/words/zh.ts';
import { inputWords } from '../../renderer/input/input-words.ts';
import { button, buttonWith, handOf, heading } from './hand.ts';
import { liftCard } from './persons.ts';
import type { Journey } from './play.ts';
import { seeOrChoosePlace } from './place.ts';
import {
  answerToTheEnd,
  answerUntilCollect,
  chooseAndAgree,
  chooseItem,
  journeyItem,
  layCardAndRead,
  papersWhenThere,
  readAndAgree,
  submit,
} from './steps.ts';
import { until } from './until.ts';

/** Of the example profile. */
const staffPin = '246810';
/** A terminal hears of a bundle with its next contact: half a minute, and what a busy machine adds. */
const heardWithinMs = 90_000;

const asked = '这次开证明，是做什么用的？';
const forgedName = '交钱办事';

/**
 * A new version of the items arrives in the middle of a session: the person finishes under the old one, and the next sees the
 * new one. Then somebody who has the platform's gateway and not its key publishes another: it is refused, and staff are told.
 */
export const bundleUpdate: Journey = async (stage) => {
  const { window, programs, folder, step, show } = stage;
  const hand = handOf(window);
  const item = await journeyItem();
  const logSays = (said: string) =>
    until(`the service's log says "${said}"`, heardWithinMs, async () =>
      (await readFile(programs.serviceLog, 'utf8')).includes(said) ? true : undefined,
    );

  const card = await step('somebody begins with what came with the package', async () => {
    await chooseAndAgree(stage, item);
    const read = await layCardAndRead(stage, item);
    await seeOrChoosePlace(window, read);
    return read;
  });

  await step('a new version arrives in the middle of it, and nothing changes for them', async () => {
    const files = await changedItems(item.id, (document) => {
      document.setIn(['version'], item.version + 1);
      setWords(document, ['name'], { zh: newName(item.name), en: 'Certificate, newer' });
      setWords(document, ['questions', placeOf(document, 'reason'), 'ask'], {
        zh: asked,
        en: 'What is it for?',
      });
    });
    assert.equal(await programs.platform.publish(files), 1);
    await logSays('bundles: a newer one is in force');
    await window.see(heading(item.ask('place')));
    await show('in-the-middle-of-it');
  });

  const caseNumber = await step('they finish under the version they began with', async () => {
    await answerUntilCollect(stage, item, card);
    await answerToTheEnd(stage, item);
    await show('check-of-the-old-version');
    const number = await submit(stage, 'up');
    await papersWhenThere(stage, 1);
    return number;
  });
  await step('the platform holds it under that version, once', async () => {
    const held = await until('the case is opened on the platform', 60_000, async () => {
      const cases = await programs.platform.cases();
      return cases.some((each) => each.caseNumber === caseNumber && each.outcome === 'opened') ? cases : undefined;
    });
    assert.equal(held.length, 1);
    assert.deepEqual(held[0]?.content?.item, { id: item.id, version: item.version, name: item.name });
  });

  const next = { name: newName(item.name), lifeEvent: item.lifeEvent };
  await step('the next person sees the new version', async () => {
    await window.tap(button(zh.resultButton.finish));
    await liftCard(programs.readerControl);
    await window.see(heading(zh.home.title));
    await show('home-with-what-is-used-most');
    await chooseItem(window, next);
    await readAndAgree(window);
    const read = await layCardAndRead(stage, item);
    await seeOrChoosePlace(window, read);
    await hand.continue();
    await window.see(heading(asked));
    await show('question-of-the-new-version');
    await window.tap(button(zh.bottom.leave));
    await window.tap(button(zh.leave.leave));
    await window.see(heading(zh.goodbyeCard.title));
    await liftCard(programs.readerControl);
    await window.see(heading(zh.home.title));
  });

  await step('they find it by its initials too', async () => {
    await window.tap(button(zh.find.byWord));
    await window.see(heading(zh.find.title));
    for (const letter of 'wfzjl') await window.tap(button(letter));
    await window.see(buttonWith(next.name));
    await show('found-by-initials');
    await window.tap(button(zh.find.back));
    await window.see(heading(zh.home.title));
  });

  await step('a bundle that the platform did not sign is refused', async () => {
    const files = await changedItems(item.id, (document) => {
      document.setIn(['version'], item.version + 2);
      setWords(document, ['name'], { zh: forgedName, en: 'Forged' });
    });
    // Somebody has the machine, and the key of its line; the key that bundles are signed with, they have not.
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await writeFile(path.join(folder.outside.platform, 'keys', 'inner', 'bundle-1.pem'), pem, { mode: 0o600 });
    await programs.platform.announceKey('response');
    assert.equal(await programs.platform.publish(files), 2);
    await logSays('bundles: one was refused');
  });

  await step('what was in force stays', async () => {
    await window.tap(button(zh.find.all));
    await window.see(heading(zh.find.allTitle));
    await window.see(buttonWith(next.name));
    assert.equal(await window.shows(buttonWith(forgedName)), false);
    await window.tap(button(zh.find.back));
    await window.see(heading(zh.home.title));
  });

  await step('and the staff page says so', async () => {
    await window.tap(button(zh.bottom.staff));
    await window.tap(button(zh.askStaff.iAmStaff));
    await window.see(heading(zh.pin.title));
    await hand.typeDigits(staffPin);
    await window.tap(button(inputWords.zh.enter));
    await window.see(heading(zh.staff.title));
    await window.tap((page) => page.getByRole('tab', { name: zh.staff.files.replace('{{count}}', '1') }));
    await window.see((page) => page.getByText('平台送来的配置包不是平台签的，没有收。'));
    await show('staff-page-says-so');
    await window.tap(button(zh.staff.back));
    await window.see(heading(zh.home.title));
  });
  return { findings: { casesOnPlatform: 1, receiptsPrinted: 1 } };
};

const newName = (name: string): string => `${name}（新版）`;

/** The items of the package, one of them changed. */
async function changedItems(
  id: string,
  change: (document: ReturnType<typeof parseDocument>) => void,
): Promise<readonly BundleFile[]> {
  const services = path.resolve(import.meta.dirname, '../../kiosk-config/services');
  return Promise.all(
    (await readdir(services)).map(async (name) => {
      const text = await readFile(path.join(services, name), 'utf8');
      if (name !== `${id}.yaml`) return { name, text };
      const document = parseDocument(text);
      change(document);
      return { name, text: document.toString() };
    }),
  );
}

function setWords(
  document: ReturnType<typeof parseDocument>,
  at: readonly (string | number)[],
  said: { readonly zh: string; readonly en: string },
): void {
  if (!isMap(document.getIn(at))) throw new Error(`no words at ${at.join('.')}`);
  document.setIn(at, document.createNode(said));
}

function placeOf(document: ReturnType<typeof parseDocument>, question: string): number {
  for (let at = 0; document.hasIn(['questions', at]); at += 1)
    if (document.getIn(['questions', at, 'id']) === question) return at;
  throw new Error(`no question ${question}`);
}
