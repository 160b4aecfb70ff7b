/** Numbers below 90 as one printable character each, without those that a string literal or this format needs. */
const alphabet = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at))
  .filter((character) => !'"\\|`'.includes(character))
  .join('');

export const codes = alphabet.length;
const numbers = new Uint8Array(128);
for (let at = 0; at < codes; at += 1) numbers[alphabet.charCodeAt(at)] = at;

export const coded = (number: number): string => {
  const character = alphabet[number];
  if (character === undefined) throw new RangeError(`${number} is no whole number below ${codes}`);
  return character;
};
export const decoded = (text: string, at: number): number => numbers[text.charCodeAt(at)] as number;
