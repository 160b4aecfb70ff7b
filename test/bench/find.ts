import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pinyin } from 'pinyin-pro';
import { parseDocument } from 'yaml';
import { loadItems } from '../../main/service/catalog/item-files.ts';
import { createLooking } from '../../main/service/sessions/looking.ts';
import { makeTerminalFolder } from '../terminal/enrolled-folder.ts';
import { firstAttach, startService } from '../terminal/hall.ts';
import { attachShell } from '../terminal/socket-shell.ts';
import { atMost, median, percentile, type Report } from './report.ts';

const limitMs = 50;
const services = path.resolve(import.meta.dirname, '../../kiosk-config/services');

const things = [
  '养老保险',
  '医疗保险',
  '公积金',
  '户口',
  '居住证',
  '生育保险',
  '失业保险',
  '工伤',
  '残疾人证',
  '营业执照',
];
const acts = ['转移', '登记', '补领', '查询', '提取', '备案', '注销', '变更', '资格认证', '申领'];
const places = ['', '外省', '县里', '市里', '异地'];
const names = things.flatMap((thing) => acts.flatMap((act) => places.map((place) => `${place}${thing}${act}`)));
/** Each tenth name is looked for, letter by letter, in three ways. */
const lookedForEvery = 10;

/**
 * 500 items in a terminal's real service: from a letter that is typed to the view that the window is sent with what was found.
 * The items are those of the package under other names, with all their questions, keywords and frequent questions.
 */
export async function measureFind(): Promise<Report> {
  const folder = makeTerminalFolder({ enrolled: true });
  const items = path.join(folder.root, 'services');
  mkdirSync(items);
  writeItems(items);
  const beganMs = performance.now();
  const service = await startService({ ...folder, items });
  const startMs = performance.now() - beganMs;
  const shell = await attachShell(folder.socket, firstAttach);
  const shown: number[] = [];
  try {
    await shell.until('home');
    const processorMs = processorTimes(items);
    let firstMs = 0;
    for (const text of typedTexts()) {
      const fromMs = performance.now();
      void shell.act({ act: 'look', for: { at: 'words', text } });
      await shell.until('find', (found) => found.text === text);
      const tookMs = performance.now() - fromMs;
      if (firstMs === 0) firstMs = tookMs;
      else shown.push(tookMs);
    }
    return {
      name: 'find',
      ratios: { p99Ms: atMost(percentile(shown, 99), limitMs) },
      measured: {
        limitMs,
        medianMs: median(shown),
        longestMs: percentile(shown, 100),
        /** Spells all names once. */
        firstMs,
        /** Of the search alone, in this process: what a busy machine does not change. */
        processorMedianMs: median(processorMs),
        processorP99Ms: percentile(processorMs, 99),
        items: names.length,
        letters: shown.length,
        startMs,
      },
    };
  } finally {
    shell.close();
    await service.stop();
    folder.remove();
  }
}

function processorTimes(folder: string): readonly number[] {
  const { items } = loadItems(folder);
  const looking = createLooking({ items: () => items, usesOf: () => 0 });
  const besides = { interrupted: false, draftWaits: false, takesCodes: false, code: null };
  return typedTexts().map((text) => {
    const before = process.cpuUsage();
    looking.to({ at: 'words', text });
    JSON.stringify(looking.screen((words) => words.zh, false, besides));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
}

function typedTexts(): readonly string[] {
  return names
    .filter((_, at) => at % lookedForEvery === 0)
    .flatMap((name) => {
      const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true });
      const initials = syllables.map((syllable) => syllable.slice(0, 1)).join('');
      return [name, syllables.join(''), initials].flatMap((whole) =>
        Array.from(whole, (_, at) =>
          Array.from(whole)
            .slice(0, at + 1)
            .join(''),
        ),
      );
    });
}

function writeItems(folder: string): void {
  const files = readdirSync(services).map((name) => readFileSync(path.join(services, name), 'utf8'));
  for (const [at, name] of names.entries()) {
    const document = parseDocument(files[at % files.length] ?? '');
    document.setIn(['id'], `item-${at}`);
    document.setIn(['name'], document.createNode({ zh: name, en: `Item ${at}` }));
    document.deleteIn(['plainName']);
    writeFileSync(path.join(folder, `item-${at}.yaml`), document.toString());
  }
}
