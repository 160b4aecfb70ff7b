import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { sampleInvoiceNumber } from '../../native/document-scanner/virtual-pages.ts';
import { zh } from '../../renderer/words/zh.ts';
import { layUnderCamera } from '../workbench/camera-film.ts';
import { say } from '../workbench/control-line.ts';
import { scanOne, sign, turnTo, typeInPinyin } from './answers.ts';
import { button, handOf, heading, words } from './hand.ts';
import { itemWords } from './item-words.ts';
import { layCard, valuesOfCard } from './persons.ts';
import { papersFolderOf } from './pension-transfer.ts';
import type { Journey } from './play.ts';
import type { Stage } from './stage.ts';
import { chooseAndAgree, handInWithReceipt, typed, whenOpened } from './steps.ts';
import { lastSearch, searchTerminal } from './terminal-search.ts';

/** Nobody's: the check digit holds, and no bank gives out cards that begin so. */
const bankCard = '9999990000000006';
const road = [
  { letters: 'beijing', text: '北京' },
  { letters: 'lu', text: '路' },
] as const;

/**
 * Money from the housing fund for a home: five papers, some scanned and some photographed. Pages are put in order, one is
 * turned, and what is printed on the invoice is read and offered.
 */
export const fivePapers: Journey = async (stage) => {
  const { window, programs, folder, step, show } = stage;
  const hand = handOf(window);
  const item = await itemWords('provident-fund-home');
  const page = (at: number) => words(zh.papers.page.replace('{{at}}', String(at)));
  const look = (at: number) => button(zh.papers.lookWhich.replace('{{at}}', String(at)));
  const at = (question: string) => window.see(heading(item.ask(question)));

  const card = await step('the questions before the papers are answered', async () => {
    await chooseAndAgree(stage, item);
    await window.see(heading(zh.identity.card.waiting.title));
    const read = await layCard(programs.readerControl, 'resident-wang');
    await at('centre');
    await hand.continue();
    await at('bought');
    await hand.chooseMonth(typed.from.year, typed.from.month);
    await hand.continue();
    await at('home');
    for (const place of ['河北省', '石家庄市', '长安区']) await window.tap(button(place));
    await hand.continue();
    await typeInPinyin(stage, road);
    await hand.continue();
    for (const [question, amount] of [
      ['price', '850000'],
      ['amount', '120000'],
    ] as const) {
      await at(question);
      await hand.typeDigits(amount);
      await hand.continue();
    }
    await at('married');
    await hand.choose(zh.yesNo.no);
    await hand.continue();
    await at('contract');
    return read;
  });

  await step('the contract is scanned, and its pages are put in order', async () => {
    await say(programs.scannerControl, { do: 'load', pages: ['letter', 'form'] });
    await window.see(words(zh.papers.feeder.loaded));
    await window.tap(button(zh.papers.scan));
    await window.see(page(2), 60_000);
    await window.see(button(zh.buttons.continue), 60_000);
    await show('contract');
    await window.tap(look(2));
    await window.see((shown) => shown.getByRole('img', { name: zh.camera.page }), 60_000);
    await show('look-at-page');
    await window.tap(button(zh.papers.care.earlier));
    await window.see(look(2));
    await hand.continue();
  });

  await step('the number on the invoice is read, and offered', async () => {
    await at('invoice');
    await scan(stage, 'invoice');
    await at('invoice-number');
    await show('reading-invoice');
    const offered = button(sampleInvoiceNumber);
    await window.see(offered, 60_000);
    await show('number-offered');
    await window.tap(offered);
    await hand.continue();
  });

  await step('the booklet is photographed, and the photograph is turned', async () => {
    await at('household-booklet');
    await photograph(stage, 'certificate');
    await window.tap(look(1));
    await window.tap(button(zh.papers.care.turn));
    await show('turned');
    await window.tap(button(zh.papers.care.use));
    await window.see(look(1), 60_000);
    await hand.continue();
  });

  await step('the record of homes is scanned, the bank card photographed', async () => {
    await at('housing-record');
    await scanOne(stage);
    await hand.continue();
    await at('bank-card');
    await photograph(stage, 'form');
    await hand.continue();
    assert.equal(
      (await readdir(papersFolderOf(stage))).length,
      6,
      'one file a page, and none of the one that was turned',
    );
  });

  await step('the rest is answered', async () => {
    await at('account');
    await hand.choose('工商银行');
    await hand.continue();
    await hand.typeDigits(bankCard);
    await hand.continue();
    await at('phone');
    await hand.typeDigits(typed.phone);
    await hand.continue();
    await at('signature');
    await sign(stage);
    await window.see(heading(zh.check.title));
    await show('check');
  });

  const values = [
    ...valuesOfCard('resident', card),
    { what: 'resident: bank card', text: bankCard },
    { what: 'resident: invoice', text: sampleInvoiceNumber },
  ];
  const caseNumber = await step('it is handed in', async () => {
    await turnTo(stage, button(zh.check.submit));
    return handInWithReceipt(stage);
  });
  const hits = [...(await step('what is kept can be read in no file', () => searchTerminal(folder, values)))];
  const answersEqual = await step('all of it arrives, and says where it came from', async () => {
    const { content } = await whenOpened(stage, caseNumber);
    const found = (question: string) => content?.answers.find((each) => each.question === question);
    assert.deepEqual(
      ['contract', 'invoice', 'invoice-number', 'household-booklet', 'housing-record', 'bank-card'].map((question) => [
        question,
        found(question)?.text,
        found(question)?.source,
      ]),
      [
        ['contract', '2 页', 'scanned'],
        ['invoice', '1 页', 'scanned'],
        ['invoice-number', sampleInvoiceNumber, 'paper'],
        ['household-booklet', '1 页', 'photographed'],
        ['housing-record', '1 页', 'scanned'],
        ['bank-card', '1 页', 'photographed'],
      ],
    );
    assert.equal(content?.papers.length, 6);
    return true;
  });
  return {
    findings: { casesOnPlatform: 1, receiptsPrinted: 1, answersEqual },
    afterwards: () => lastSearch(folder, values, hits),
  };
};

async function scan({ window, programs }: Stage, sheet: 'invoice'): Promise<void> {
  await say(programs.scannerControl, { do: 'load', pages: [sheet] });
  await window.see(words(zh.papers.feeder.loaded));
  await window.tap(button(zh.papers.scan));
  await window.see(button(zh.buttons.continue), 60_000);
  await handOf(window).continue();
}

async function photograph({ window, folder }: Stage, sheet: 'certificate' | 'form'): Promise<void> {
  await layUnderCamera(folder.cameraFilm, sheet);
  await window.tap(button(zh.camera.open));
  await window.see(words(zh.camera.seen), 60_000);
  await window.tap(button(zh.camera.take));
  await window.see(heading(zh.camera.corners.title));
  await window.tap(button(zh.camera.straighten));
  await window.see(heading(zh.camera.look.title));
  await window.tap(button(zh.camera.use));
  await window.see(words(zh.papers.page.replace('{{at}}', '1')), 60_000);
}
