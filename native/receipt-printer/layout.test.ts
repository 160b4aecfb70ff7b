import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOfText, layOutReceipt, wrapText } from './layout.ts';

describe('wrapping', () => {
  test.each([
    ['Chinese breaks anywhere', '证明快递到您填的地址', 8, ['证明快递', '到您填的', '地址']],
    ['a comma does not stand first', '证明快递，到了', 8, ['证明快', '递，到了']],
    ['an opening bracket does not stand last', '快递到（地址）', 8, ['快递到', '（地址）']],
    ['words stay whole', 'kept here for you', 9, ['kept here', 'for you']],
    ['a number stays whole', '电话0558-2260000', 12, ['电话', '0558-2260000']],
    ['a long number is cut at the end of the line', '12345678901', 5, ['12345', '67890', '1']],
    ['a newline breaks', '一\n\n二', 8, ['一', '', '二']],
    ['control characters go', '一\x1b@二\x10\x04\x01', 10, ['一@二']],
  ])('%s', (_, text, columns, lines) => {
    expect(wrapText(text, columns)).toEqual(lines);
  });

  test('keeps every character but white space, in order, and no line is wider than the paper', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 8, max: 48 }), (text, columns) => {
        const lines = wrapText(text, columns);
        const bare = (some: string) => some.replace(/[\p{Cc}\s]/gu, '');
        expect(bare(lines.join(''))).toBe(bare(text));
        for (const line of lines) expect(columnsOfText(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('rows', () => {
  const textOf = (document: Parameters<typeof layOutReceipt>[0], paperWidthMm: 58 | 80) =>
    layOutReceipt(document, paperWidthMm).flatMap((command) => (command.command === 'text' ? [command.text] : []));

  test('values stand under one another and wrap there', () => {
    const lines = textOf(
      [
        { block: 'row', label: '事项', value: '开具无犯罪记录证明' },
        { block: 'row', label: '办理地', value: '安徽省阜阳市公安局颍州分局治安大队' },
      ],
      58,
    );
    expect(lines).toEqual(['事项    开具无犯罪记录证明', '办理地  安徽省阜阳市公安局颍州分', '        局治安大队']);
  });

  test('a label that is too long stands above its value', () => {
    const lines = textOf(
      [
        { block: 'row', label: 'Item', value: 'x' },
        { block: 'row', label: 'Where it will be handled', value: 'Fuyang' },
      ],
      58,
    );
    expect(lines).toEqual(['Item  x', 'Where it will be handled', '      Fuyang']);
  });
});

test('what is sent ends with a cut and the fence that proves it', () => {
  const commands = layOutReceipt([{ block: 'rule' }], 80);
  expect(commands.slice(-2).map(({ command }) => command)).toEqual(['cut', 'fence']);
});

test.each([
  [80, 3],
  [58, 2],
] as const)('a number stays whole on %i mm paper', (paperWidthMm, times) => {
  const number = { block: 'text', text: 'LLZ01-1-0047-87', size: 3, bold: true, align: 'centre' } as const;
  const commands = layOutReceipt([number], paperWidthMm);
  expect(commands).toContainEqual({ command: 'size', times });
  expect(commands).toContainEqual({ command: 'text', text: 'LLZ01-1-0047-87' });
});
