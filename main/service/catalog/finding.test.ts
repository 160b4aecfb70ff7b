import { describe, expect, it } from 'vitest';
import type { Item } from '../../contract/item.ts';
import { smallItem } from './test-item.ts';
import { createFinder } from './finding.ts';

const item = (id: string, zh: string, en: string, more: Partial<Item> = {}): Item => ({
  ...smallItem,
  id,
  name: { zh, en },
  summary: { zh: '三个工作日办好。', en: 'Done in three days.' },
  ...more,
});
const items = [
  item('record', '开无犯罪记录证明', 'Certificate of no criminal record', {
    keywords: { zh: ['政审', '无犯罪'], en: ['police clearance'] },
  }),
  item('pension', '转养老保险关系', 'Move your pension insurance', {
    keywords: { zh: ['社保转移'], en: ['social insurance'] },
    faq: [{ asked: { zh: '重庆交过的也能转吗？', en: '' }, answer: { zh: '能。', en: '' } }],
  }),
  item('tax', '开税收完税证明', 'Certificate of tax paid', { keywords: { zh: ['个税', '纳税'], en: ['income tax'] } }),
  item('bank', '公积金提取到银行卡', 'Housing fund to your bank card', {
    plainName: { zh: '取公积金', en: 'Housing money' },
  }),
  item('trip', '律师的旅行证明', 'Lawyers travelling'),
];
const finder = createFinder(items);
const find = (text: string, uses: Readonly<Record<string, number>> = {}) =>
  finder.byWords(text, (id) => uses[id] ?? 0).map(({ id }) => id);

describe('an item is found', () => {
  it.each([
    ['characters of its name', '犯罪', ['record']],
    ['full pinyin', 'wufanzuijilu', ['record']],
    ['pinyin initials', 'wfzjl', ['record']],
    ['pinyin that is not finished', 'wufanzuij', ['record']],
    ['characters and pinyin mixed', '无犯zjilu', ['record']],
    ['parted syllables, capitals and full width', "Wu'Fan ZUI", ['record']],
    ['an initial of two letters, or one of it', 'wszm', ['tax']],
    ['zh as two letters', 'zhyl', ['pension']],
    ['a keyword', '政审', ['record']],
    ['a keyword by initials', 'sbzy', ['pension']],
    ['the plain name', 'qgjj', ['bank']],
    ['a reading that depends on the word', 'yinhangka', ['bank']],
    ['ü as v, and as the other letters some use', 'lvshi', ['trip']],
    ['a frequent question, by characters', '重庆', ['pension']],
    ['its name with words left out', '无犯罪证明', ['record']],
    ['initials with words left out', 'wfzzm', ['record']],
    ['beginnings of English words in any order', 'record crim', ['record']],
    ['an English keyword', 'income', ['tax']],
  ])('by %s', (_how, text, found) => {
    expect(find(text).slice(0, found.length)).toEqual(found);
  });

  it('the name before keywords, keywords before the summary, and among equals what is used more', () => {
    expect(find('zm')).toEqual(['record', 'tax', 'trip']);
    expect(find('zm', { trip: 1, tax: 2 })).toEqual(['tax', 'trip', 'record']);
    expect(find('开')).toEqual(['record', 'tax']);
    expect(find('certificate', { tax: 1 })).toEqual(['tax', 'record']);
  });

  it('not at all by what says nothing, or is not there', () => {
    expect(find('')).toEqual([]);
    expect(find(' ，')).toEqual([]);
    expect(find('火星')).toEqual([]);
    expect(find('xyzq')).toEqual([]);
    expect(find('无证')).not.toContain('pension');
  });
});

describe('among 500', () => {
  const things = ['养老', '医保', '公积金', '户口', '居住证', '生育', '失业', '工伤', '残疾', '营业执照'];
  const acts = ['转移', '登记', '补领', '查询', '提取', '备案', '注销', '变更', '认证', '申领'];
  const places = ['本省', '外省', '县里', '市里', '异地'];
  const many = things.flatMap((thing, a) =>
    acts.flatMap((act, b) =>
      places.map((place, c) => item(`i${a}-${b}-${c}`, `${place}${thing}${act}`, `Thing ${a} ${b} ${c}`)),
    ),
  );
  const among = createFinder(many);

  it('each is found first by its name, its pinyin and its initials, or beside others of the same', () => {
    expect(many.length).toBe(500);
    expect(among.byWords('异地公积金提取', () => 0)[0]?.id).toBe('i2-4-4');
    expect(among.byWords('yidigongjijintiqu', () => 0)[0]?.id).toBe('i2-4-4');
    expect(among.byWords('ydgjjtq', () => 0)[0]?.id).toBe('i2-4-4');
    expect(among.byWords('公积金', () => 0)).toHaveLength(50);
    expect(among.byWords('公积金', (id) => (id === 'i2-9-0' ? 1 : 0))[0]?.id).toBe('i2-9-0');
  });
});
