import { describe, expect, it } from 'vitest';
import { offersOn } from './offers.ts';

const number = (text: string): boolean => /^[0-9A-Z]{4,20}$/.test(text);

describe('what is offered from a page', () => {
  it('is what follows its label, whatever stands between', () => {
    for (const line of ['社会保障号码：34122319881112', '社会保障号码 34122319881112', '社会保障号码”|34122319881112'])
      expect(offersOn(['参保缴费凭证', line], { after: ['社会保障号码'], fits: number })).toEqual(['34122319881112']);
  });

  it('is taken from the next line where the label stands alone', () => {
    expect(offersOn(['个人编号：', '30045512'], { after: ['个人编号'], fits: number })).toEqual(['30045512']);
  });

  it('ends where the next thing begins, and is put together where it was torn apart', () => {
    const wanted = { after: ['编号'], fits: number };
    expect(offersOn(['编号 30045512 姓名 王晓澜'], wanted)).toEqual(['30045512']);
    expect(offersOn(['编号 3004 5512 9988'], wanted)).toEqual(['3004', '300455129988']);
  });

  it('is not taken from the middle of a longer label', () => {
    const wanted = { after: ['发票号码', '发票号'], fits: () => true };
    expect(offersOn(['发票号码30045512'], wanted)).toEqual(['30045512']);
    expect(offersOn(['发票号30045512'], wanted)).toEqual(['30045512']);
  });

  it('is nothing that would not do, stands under no label, or is on no line', () => {
    const wanted = { after: ['编号'], fits: number };
    expect(offersOn(['编号 王晓澜', '30045512', '编号'], wanted)).toEqual([]);
    expect(offersOn([], wanted)).toEqual([]);
  });

  it('names each once, the likelier label first, and two at most', () => {
    const lines = ['乙 2222', '甲 1111', '乙 1111', '乙 3333', '乙 4444'];
    expect(offersOn(lines, { after: ['甲', '乙'], fits: number })).toEqual(['1111', '2222']);
  });
});
