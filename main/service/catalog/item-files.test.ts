import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadItems } from './item-files.ts';

const shipped = fileURLToPath(new URL('../../../kiosk-config/services/', import.meta.url));
const good = readFileSync(join(shipped, 'no-criminal-record.yaml'), 'utf8');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'items-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string | Uint8Array): void => writeFileSync(join(folder, name), text);

/** Changes one place of the good file, which must be there; says on which line it stands. */
function changed(from: string, to: string): { readonly text: string; readonly line: number } {
  const at = good.indexOf(from);
  if (at < 0) throw new Error(`not in the file: ${from}`);
  return { text: good.replace(from, to), line: good.slice(0, at).split('\n').length };
}

describe('the items that come with the terminal', () => {
  it('are good', () => {
    const { items, faults } = loadItems(shipped);
    expect(faults).toEqual([]);
    expect(items.length).toBe(readdirSync(shipped).length);
  });
});

describe('a file with a fault', () => {
  it.each<[string, string, string, string, string, number?]>([
    ['a key misspelt', 'summary:', 'sumary:', 'There is no key sumary.', 'Did you mean summary?'],
    [
      'a key misspelt in a question',
      'notBefore: from',
      'notbefor: from',
      'There is no key notbefor.',
      'Did you mean notBefore?',
    ],
    [
      'a key of another kind of question',
      '    depth: county',
      '    depth: county\n    content: name',
      'There is no key content.',
      'Known here: id, ask, plain, help, plainHelp, label, when, kind, depth, only, fromCard, fromAnswer.',
      1,
    ],
    [
      'words with a comma and no quotes',
      'en: "For a job, going abroad, or other paperwork"',
      'en: For a job, going abroad',
      'There is no key going abroad.',
      'Put words with a comma in quotes.',
    ],
    [
      'a language left out',
      ', en: Certificate of no criminal record }\nplainName',
      ' }\nplainName',
      'name › en is missing.',
      'All words are needed in Chinese (zh) and English (en).',
    ],
    [
      'a value not known',
      'picture: certificate',
      'picture: certficate',
      'picture cannot be "certficate".',
      'Did you mean certificate?',
    ],
    [
      'a kind not known',
      'kind: choice',
      'kind: chioce',
      'questions › 2 › kind cannot be "chioce".',
      'Did you mean choice?',
    ],
    [
      'a number in words',
      'promisedWorkingDays: 3',
      'promisedWorkingDays: three',
      'promisedWorkingDays should be a number.',
      'Make it a number.',
    ],
    [
      'a code that YAML takes for a number',
      'basicCode: SAMPLE000001',
      'basicCode: 123456789012',
      'basicCode should be text.',
      "Put it in quotes: '123456789012'.",
    ],
    [
      'a code too short',
      'basicCode: SAMPLE000001',
      'basicCode: SAMPLE1',
      'basicCode is too short.',
      'It needs exactly 12 characters.',
    ],
    [
      'an id with capitals',
      'id: no-criminal-record',
      'id: NoCriminalRecord',
      'id is not written right: "NoCriminalRecord".',
      'Begin with a small letter; small letters, digits and hyphens only: no-criminal-record.',
    ],
    [
      'a condition on a later question',
      'question: collect, isOneOf: [courier]',
      'question: contact-phone, isOneOf: [courier]',
      'There is no earlier choice question contact-phone.',
      'One of reason, collect.',
    ],
    [
      'a condition on a question misspelt',
      'question: collect, isOneOf: [courier]',
      'question: colect, isOneOf: [courier]',
      'There is no earlier choice question colect.',
      'Did you mean collect?',
    ],
    [
      'a condition on an option that is not there',
      'isOneOf: [courier]',
      'isOneOf: [courrier]',
      'collect has no option courrier.',
      'Did you mean courier?',
    ],
    [
      'a date after something that is no date',
      'notBefore: from',
      'notBefore: reason',
      'There is no earlier date question reason.',
      'One of from.',
    ],
    ['two questions of one name', '- id: until', '- id: from', 'from is used twice.', 'Give it a name of its own.'],
    ['two options of one name', 'id: abroad', 'id: job', 'job is used twice.', 'Give it a name of its own.'],
    [
      'conditions that exclude each other',
      'when: [{ question: collect, isOneOf: [courier] }]',
      'when: [{ question: collect, isOneOf: [courier] }, { question: collect, isOneOf: [download] }]',
      'recipient-name is never asked: its conditions on collect exclude each other.',
      'Change the conditions, or take the question out.',
    ],
    [
      'no words for the young',
      '  younger:',
      '  otherwise:',
      'There is no key otherwise.',
      'Known here: cards, minimumAgeYears, younger, otherCard, child.',
    ],
    [
      'cards turned away without a word',
      'cards: [resident, hmt-resident]',
      'cards: [resident, hmt-residents]',
      'applicant › cards › 2 cannot be "hmt-residents".',
      'Did you mean hmt-resident?',
    ],
    ['a tab', '  - id: reason', '\t- id: reason', 'The line is indented by a tab.', 'Use spaces.'],
    ['a key twice', 'version: 1', 'version: 1\nversion: 2', 'The same key stands here twice.', 'Keep one of them.', 1],
  ])('%s: is named by line', (_, from, to, wrong, right, further = 0) => {
    const { text, line } = changed(from, to);
    write('bad.yaml', text);
    const { items, faults } = loadItems(folder);
    expect(items).toEqual([]);
    expect(faults.map(({ file, line: at, wrong: w, right: r }) => [file, at, w.en, r.en])).toContainEqual([
      'bad.yaml',
      line + further,
      wrong,
      right,
    ]);
    for (const fault of faults) expect(fault.wrong.zh + fault.right.zh).toMatch(/\p{Script=Han}/u);
  });

  it('that is misspelt is not said to be missing too', () => {
    write('bad.yaml', changed('summary:', 'sumary:').text);
    expect(loadItems(folder).faults).toHaveLength(1);
  });

  it('turns away an age without saying what to do instead', () => {
    write('bad.yaml', good.replace(/ {2}younger:\n.*\n.*\n/, ''));
    expect(loadItems(folder).faults.map(({ wrong }) => wrong.en)).toEqual([
      'There is a minimum age, and no words for someone younger.',
    ]);
  });

  it('turns away a card without saying what to do instead', () => {
    write('bad.yaml', good.replace(/ {2}otherCard:\n.*\n.*\n/, ''));
    expect(loadItems(folder).faults.map(({ wrong }) => wrong.en)).toEqual([
      'Not every card fits, and there are no words for the others.',
    ]);
  });

  it.each<[string, string, number, string, string]>([
    ['nothing', '', 1, '文件是空的，或只有注释。', 'The file is empty, or has comments only.'],
    ['only a comment', '# later\n', 1, '文件是空的，或只有注释。', 'The file is empty, or has comments only.'],
    ['a list', '- a\n- b\n', 1, '文件不是一组“名称: 值”。', 'The file is not a set of "key: value" lines.'],
    ['one word', 'hello', 1, '文件不是一组“名称: 值”。', 'The file is not a set of "key: value" lines.'],
    [
      'two documents',
      `${good}---\n${good}`,
      good.split('\n').length,
      '文件里有两份内容，用 --- 隔开了。',
      'The file has two documents, parted by ---.',
    ],
  ])('with %s in it is named as a whole, in both languages', (_, text, line, zh, en) => {
    write('bad.yaml', text);
    const { items, faults } = loadItems(folder);
    expect(items).toEqual([]);
    expect(faults).toMatchObject([{ file: 'bad.yaml', line, wrong: { zh, en } }]);
    // "Add undefined" was once what would be right.
    for (const { right } of faults)
      expect(`${right.zh}${right.en}`).toMatch(/(名称: 值|一个文件).*(key: value|a file)/);
  });

  it.each<[string, string | Uint8Array]>([
    ['a bracket that does not close', 'id: [a\n'],
    ['no text', new Uint8Array([0x69, 0x64, 0x3a, 0xff, 0xfe])],
    ['an alias of nothing', 'id: *a\n'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ])('with %s in it is named, and nothing is thrown', (_, text) => {
    write('bad.yaml', text);
    const { items, faults } = loadItems(folder);
    expect(items).toEqual([]);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.every(({ file, line }) => file === 'bad.yaml' && line >= 1)).toBe(true);
  });
});

describe('a folder', () => {
  it('offers its other items when one is bad', () => {
    copyFileSync(join(shipped, 'pension-transfer.yaml'), join(folder, 'pension-transfer.yaml'));
    write('bad.yaml', 'id: [');
    const { items, faults } = loadItems(folder);
    expect(items.map(({ id }) => id)).toEqual(['pension-transfer']);
    expect(faults.map(({ file }) => file)).toEqual(['bad.yaml']);
  });

  it('offers an item once, and names the second file of it', () => {
    write('a.yaml', good);
    write('b.yaml', good);
    const { items, faults } = loadItems(folder);
    expect(items).toHaveLength(1);
    expect(faults).toMatchObject([
      { file: 'b.yaml', line: 3, wrong: { en: 'Another item is called no-criminal-record already.' } },
    ]);
  });

  it('is read past what is no item', () => {
    write('.no-criminal-record.yaml.swp', 'x');
    write('README.md', 'x');
    expect(loadItems(folder)).toEqual({ items: [], faults: [] });
  });

  it('that is not there is named', () => {
    expect(loadItems(join(folder, 'gone'))).toMatchObject({ items: [], faults: [{ file: 'gone' }] });
  });
});
