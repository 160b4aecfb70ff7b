import { describe, expect, it } from 'vitest';
import * as data from './dictionary.generated.ts';
import { lettersAfter, pinyinEngine, type Content } from './engine.ts';

const engine = pinyinEngine(data);
const texts = (letters: string, content: Content, before = ''): readonly string[] =>
  engine.candidates(letters, content, before).map(({ text }) => text);

describe('names', () => {
  it.each([
    ['lijianguo', '李建国'],
    ['wangxiaofang', '王小芳'],
    ['zhangxiaoming', '张小明'],
    ['zhangwei', '张伟'],
    ['shanxiaoli', '单小丽'],
    ['ouyangxiu', '欧阳秀'],
  ])('%s is first of all %s', (letters, name) => {
    expect(texts(letters, 'name')[0]).toBe(name);
  });

  it.each([
    ['zeng', '曾'],
    ['ou', '欧'],
    ['ouyang', '欧阳'],
    ['yuchi', '尉迟'],
    ['qiu', '邱'],
    ['ge', '葛'],
    ['shen', '沈'],
  ])('%s begins with the surname %s', (letters, surname) => {
    expect(texts(letters, 'name')[0]).toBe(surname);
  });

  it('after the surname come given names', () => {
    expect(texts('jianguo', 'name', '李')[0]).toBe('建国');
    expect(texts('fang', 'name', '王小')[0]).toBe('芳');
  });

  it.each([
    ['yan', '䶮'],
    ['da', '龘'],
    ['ji', '𠮷'],
    ['zhao', '曌'],
    ['ben', '犇'],
    ['yue', '玥'],
    ['yi', '燚'],
  ])('%s reaches the rare %s', (letters, character) => {
    expect(texts(letters, 'name', '李')).toContain(character);
  });
});

describe('addresses', () => {
  it.each([
    ['sichuanshengguangyuanshi', '四川省广元市'],
    ['anhuishengfuyangshiyingzhouqu', '安徽省阜阳市颍州区'],
    ['yueqingshi', '乐清市'],
    ['shanxian', '单县'],
    ['renminlu', '人民路'],
    ["xi'an", '西安'],
    ['yangguanghuayuan', '阳光花园'],
  ])('%s is first of all %s', (letters, place) => {
    expect(texts(letters, 'address')[0]).toBe(place);
  });

  it.each([
    ['jiangsushengtaizhoushi', '江苏省泰州市'],
    ['zhejiangshengtaizhoushi', '浙江省台州市'],
    ['hebeishenghandanshiweixian', '河北省邯郸市魏县'],
  ])('%s knows what lies where: %s', (letters, place) => {
    expect(texts(letters, 'address')[0]).toBe(place);
  });

  it('after a division, what lies in it comes first', () => {
    expect(texts('taizhoushi', 'address', '江苏省')[0]).toBe('泰州市');
    expect(texts('taizhoushi', 'address', '浙江省')[0]).toBe('台州市');
    expect(texts('yixian', 'address', '安徽省黄山市')[0]).toBe('黟县');
  });

  it('xian is 西安 among the first five', () => {
    expect(texts('xian', 'address').slice(0, 5)).toContain('西安');
  });

  it('a place is offered before its last syllable is whole', () => {
    expect(texts('sichuansh', 'address')[0]).toBe('四川省');
  });

  it('a number is followed by what is counted', () => {
    expect(texts('shi', 'address', '12号楼501')[0]).toBe('室');
    expect(texts('hao', 'address', '人民路12')[0]).toBe('号');
    expect(texts('shi', 'address', '你')[0]).not.toBe('室');
  });
});

describe('initials', () => {
  it.each([
    ['scsgys', '四川省广元市'],
    ['ahsfys', '安徽省阜阳市'],
    ['ahfy', '安徽阜阳'],
    ['sichuansgys', '四川省广元市'],
    ['hzsxsq', '杭州市萧山区'],
    ['rml', '人民路'],
    ['wfzjl', '无犯罪记录'],
    ['bj', '北京'],
  ])('%s is first of all %s', (letters, place) => {
    expect(texts(letters, 'address')[0]).toBe(place);
  });

  it('after a division stand for what lies in it', () => {
    expect(texts('gy', 'address', '四川省')[0]).toBe('广元');
    expect(texts('gys', 'address', '四川省')[0]).toBe('广元市');
  });

  it.each([
    ['ljg', '李建国'],
    ['lijg', '李建国'],
    ['zhxm', '张小明'],
  ])('%s is among the first five names: %s', (letters, name) => {
    expect(texts(letters, 'name').slice(0, 5)).toContain(name);
  });

  it('are shown apart', () => {
    expect(engine.spelled('scsgys')).toBe('s c s g y s');
    expect(engine.spelled('lijg')).toBe('li j g');
  });
});

describe('letters', () => {
  it('stay where a candidate does not use them', () => {
    const part = engine.candidates('lijianguo', 'name', '').find(({ text }) => text === '李');
    expect(part && lettersAfter('lijianguo', part)).toBe('jianguo');
    const parted = engine.candidates("xi'anshi", 'address', '').find(({ text }) => text === '西');
    expect(parted && lettersAfter("xi'anshi", parted)).toBe('anshi');
  });

  it('are shown with their syllables apart', () => {
    expect(engine.spelled('lijiang')).toBe('li jiang');
    expect(engine.spelled("xi'an")).toBe('xi an');
    expect(engine.spelled('sichuansh')).toBe('si chuan sh');
  });

  it('that spell nothing offer nothing', () => {
    expect(texts('vv', 'address')).toEqual([]);
    expect(engine.spelled('vv')).toBe('vv');
  });

  it('lue, lve and lyue are one sound', () => {
    for (const letters of ['lue', 'lve', 'lyue']) expect(texts(letters, 'address')).toContain('略');
  });

  it('lu may mean lü, and ü is shown as it is written', () => {
    expect(texts('lu', 'name')).toContain('吕');
    expect(texts('nu', 'address')).toContain('女');
    expect(texts('lu', 'name')[0]).toBe('卢');
    expect(engine.spelled('lvshi')).toBe('lü shi');
  });

  it('qian is one syllable, and qi and an are two where somebody parts them', () => {
    expect(texts('maqian', 'name')[0]).toBe('马倩');
    expect(texts("maqi'an", 'name')[0]).toMatch(/^马..$/);
  });

  it('take under 30 ms each', () => {
    const typed = 'sichuanshengguangyuanshijiangexianpuanzhenzhongshanlu';
    const onceMs = (letters: string): number => {
      const start = performance.now();
      engine.candidates(letters, 'address', '');
      engine.spelled(letters);
      return performance.now() - start;
    };
    for (let length = 1; length <= typed.length; length += 1) {
      const letters = typed.slice(0, length);
      // The best of three: one alone may have waited for another test's turn on the processor.
      expect(Math.min(onceMs(letters), onceMs(letters), onceMs(letters)), letters).toBeLessThan(30);
    }
  });
});
