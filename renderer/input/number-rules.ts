const mostDigits = 12;

/** What stands there after a key: no two points, no more decimals than asked for, no zeros before a number. */
export function withNumberKey(text: string, key: string, decimals: number): string {
  if (key === '.') return decimals === 0 || text.includes('.') ? text : `${text === '' ? '0' : text}.`;
  const [whole = '', fraction] = text.split('.');
  if (fraction !== undefined) return fraction.length < decimals ? text + key : text;
  if (whole === '0') return key;
  return whole.length < mostDigits ? text + key : text;
}

/** 12,345.6: thousands are what people count a large sum by. */
export function shownNumber(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const inThousands = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? inThousands : `${inThousands}.${fraction}`;
}

/** Without a point that nothing follows. */
export const typedNumber = (text: string): string => text.replace(/\.$/, '');
