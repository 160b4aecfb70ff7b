import type { ElectronApplication, Page } from 'playwright-core';
import { strokesOf } from '../../build/data/handwriting/sources.ts';
import type { PageState } from '../../main/contract/shell-service.ts';
import { inputWords } from '../../renderer/input/input-words.ts';
import { pageWords } from '../../renderer/words/page-words.ts';
import { tap } from './finger.ts';
import type { Look, Sample } from './sample-views/sampling.ts';
import { sampleViews } from './sample-views.ts';

/** What looks different only once somebody has touched the screen. */
export interface TouchedSample extends Sample {
  readonly touch: (page: Page) => Promise<void>;
}

export function touchedSamples(look: Look): readonly TouchedSample[] {
  const t = pageWords(look.language, look.elderly);
  const words = inputWords[look.language];
  const views = new Map(sampleViews(look).map(({ name, view }) => [name, view]));
  const samples: TouchedSample[] = [];
  const add = (of: string, what: string, touch: (page: Page) => Promise<void>): void => {
    const view = views.get(of);
    if (view === undefined) throw new Error(`no sample ${of}`);
    samples.push({ name: `${of}-${what}`, view, touch });
  };
  const press = (page: Page, name: string): Promise<void> => tap(page, page.getByRole('button', { name, exact: true }));
  const spell = async (page: Page): Promise<void> => {
    if (look.language === 'en') await press(page, words.pinyin);
    for (const letter of 'wang') await press(page, letter);
    await page.getByRole('group', { name: words.choices }).waitFor();
  };
  const opens = (button: string) => async (page: Page) => {
    await press(page, button);
    await page.locator('.sheet').waitFor();
  };
  const turns = (tab: RegExp) => (page: Page) => tap(page, page.getByRole('tab', { name: tab }));

  add('question-name', 'spelled', spell);
  add('question-name', 'unchosen', async (page) => {
    await spell(page);
    await press(page, t('buttons.continue'));
    await page.getByRole('alert').waitFor();
  });
  add('question-address-short', 'unchosen', async (page) => {
    await spell(page);
    await press(page, t('buttons.changed'));
    await page.getByText(t('question.unchosen')).first().waitFor();
  });
  add('question-name', 'more', async (page) => {
    await spell(page);
    await press(page, words.more);
  });
  const writes = async (page: Page): Promise<void> => {
    await press(page, words.writing);
    const box = await page.getByLabel(words.box(1), { exact: true }).boundingBox();
    if (box === null) throw new Error('there is no box to write in');
    const size = Math.min(box.width, box.height) * 0.8;
    const [left, top] = [box.x + (box.width - size) / 2, box.y + (box.height - size) / 2];
    for (const stroke of strokesOf('国') ?? []) {
      for (const [at, { x, y }] of stroke.entries()) {
        await page.mouse.move(left + x * size, top + y * size);
        if (at === 0) await page.mouse.down();
      }
      await page.mouse.up();
    }
    await page.getByRole('group', { name: words.choices }).waitFor();
  };
  for (const sample of ['question-name', 'question-address', 'question-address-short'] as const) {
    add(sample, 'writing', writes);
  }
  const makes = async (page: Page): Promise<void> => {
    await press(page, words.writing);
    await press(page, words.making);
    for (const part of '王月') await press(page, part);
    await page.getByRole('group', { name: words.choices }).waitFor();
  };
  for (const sample of ['question-name', 'question-address-short'] as const) add(sample, 'making', makes);
  add('question-name', 'making-spelled', async (page) => {
    await makes(page);
    await press(page, words.by['spelled-parts']);
    for (const letter of 'jun') await press(page, letter);
  });
  add('question-name', 'making-code', async (page) => {
    await press(page, words.writing);
    await press(page, words.making);
    await press(page, words.by.code);
    for (const digit of 'FE9F') await press(page, digit);
    await page.getByRole('group', { name: words.choices }).waitFor();
  });
  add('question-address', 'signs', (page) => press(page, words.signs));
  const takes = async (page: Page): Promise<void> => {
    await press(page, t('camera.open'));
    await page.getByText(t('camera.seen')).waitFor();
  };
  const taken = async (page: Page): Promise<void> => {
    await takes(page);
    await press(page, t('camera.take'));
    await page.locator('.corner').first().waitFor();
  };
  add('question-paper-camera', 'aim', takes);
  add('question-paper-camera', 'corners', taken);
  add('question-paper-camera', 'look', async (page) => {
    await taken(page);
    await press(page, t('camera.straighten'));
    await page.getByRole('button', { name: t('camera.turn') }).waitFor();
  });
  const sits = async (page: Page): Promise<void> => {
    await press(page, t('portrait.open'));
    await page
      .getByRole('button', { name: t('camera.takeAnyway') })
      .or(page.getByRole('button', { name: t('camera.take') }))
      .waitFor();
  };
  add('question-portrait', 'aim', sits);
  add('question-portrait', 'look', async (page) => {
    await sits(page);
    await press(page, t('camera.takeAnyway'));
    await page.getByRole('heading', { name: t('portrait.look.title') }).waitFor();
  });
  const looks = async (page: Page): Promise<void> => {
    await press(page, t('papers.lookWhich', { at: 1 }));
    await page.getByRole('button', { name: t('papers.care.turn') }).waitFor();
  };
  add('question-paper-stick', 'files', async (page) => {
    await press(page, t('stick.open', { count: 4 }));
    await page.getByRole('heading', { name: t('stick.title') }).waitFor();
  });
  add('question-paper-camera-more', 'page', looks);
  add('question-paper-camera-more', 'cut', async (page) => {
    await looks(page);
    await press(page, t('papers.care.cut'));
    await page.locator('.corner').first().waitFor();
  });
  add('question-paper-camera-more', 'again', async (page) => {
    await looks(page);
    await press(page, t('papers.care.again'));
    await page.getByRole('button', { name: t('papers.notInstead') }).waitFor();
  });
  add('notice', 'guide', opens(t('notice.guide')));
  add(
    'question-group',
    'remove',
    opens(t('group.removeWhich', { who: look.language === 'zh' ? '家庭成员 1' : 'member of the family 1' })),
  );
  // From one field of an answer to the next.
  const goesOn = (page: Page): Promise<void> => press(page, t('buttons.continue'));
  add('question-home-region', 'rest', async (page) => {
    await goesOn(page);
    await page.getByLabel(words.entered).waitFor();
  });
  add('question-person', 'number', async (page) => {
    await goesOn(page);
    await page.getByLabel(words.idNumber).waitFor();
  });
  add('question-person', 'number-wrong', async (page) => {
    await goesOn(page);
    await page.getByLabel(words.idNumber).waitFor();
    await goesOn(page);
    await page.getByRole('alert').waitFor();
  });
  add('question-account', 'number', async (page) => {
    await goesOn(page);
    await page.getByLabel(words.account).waitFor();
  });
  add('question-choice', 'help', opens(t('bottom.help')));
  add('question-choice', 'staff', opens(t('bottom.staff')));
  add('question-choice', 'leave', opens(t('bottom.leave')));
  add('question-choice-not-erased', 'leave', opens(t('bottom.leave')));
  add('out-of-service', 'staff', opens(t('bottom.staff')));
  for (const sample of ['staff', 'staff-trying', 'staff-tried', 'staff-in-session'] as const) {
    add(sample, 'devices', turns(new RegExp(t('staff.devices'))));
  }
  add('staff', 'files', turns(new RegExp(t('staff.files', { count: 1 }).replaceAll(/[()（）]/g, '.'))));
  add('staff', 'quit', opens(t('staff.quit')));
  return samples;
}

const help = { name: '柳林镇便民服务中心服务台', phone: '0558-2250012' };

/** What is shown where there is no view. */
export const oneMoments: readonly (readonly [name: string, state: PageState])[] = [
  ['one-moment', { state: 'one-moment', takesLong: false, help }],
  ['one-moment-long', { state: 'one-moment', takesLong: true, help }],
  ['one-moment-long-at-first', { state: 'one-moment', takesLong: true, help: null }],
];

/** As the shell does: the scripted service would have to be away for 20 s. */
export async function showState(app: ElectronApplication, page: Page, state: PageState): Promise<void> {
  await app.evaluate(({ webContents }, next) => webContents.getAllWebContents()[0]?.send('tongban:view', next), state);
  await page.locator('.one-moment').waitFor();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}
