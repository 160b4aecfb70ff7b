import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadProfile } from './profile-file.ts';

const example = readFileSync(
  fileURLToPath(new URL('../../../kiosk-config/terminal/example.yaml', import.meta.url)),
  'utf8',
);

let folder = '';
let file = '';
let lastGood = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'profile-'));
  file = join(folder, 'terminal.yaml');
  lastGood = join(folder, 'data', 'profile.last-good.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const load = (text: string) => {
  writeFileSync(file, text);
  return loadProfile(file, lastGood);
};

describe('a terminal profile', () => {
  it('that is good is taken, and a copy kept for its owner alone', () => {
    expect(load(example)).toMatchObject({ profile: { panel: { heightMm: 598 } }, faults: [] });
    expect(readFileSync(lastGood, 'utf8')).toBe(example);
    expect(statSync(lastGood).mode & 0o777).toBe(0o600);
  });

  it('that is bad gives way to the last good one, with its faults', () => {
    load(example);
    const { profile, faults } = load(example.replace('heightMm: 598', 'heightMm: tall'));
    expect(profile?.panel.heightMm).toBe(598);
    expect(faults).toMatchObject([
      { file: 'terminal.yaml', line: 19, wrong: { en: 'panel › heightMm should be a number.' } },
    ]);
    expect(readFileSync(lastGood, 'utf8')).toBe(example);
  });

  it('that is bad from the beginning leaves none', () => {
    const { profile, faults } = load('place: [');
    expect(profile).toBeNull();
    expect(faults.length).toBeGreaterThan(0);
  });

  it('that is missing gives way to the last good one', () => {
    load(example);
    rmSync(file);
    expect(loadProfile(file, lastGood)).toMatchObject({
      profile: { panel: { heightMm: 598 } },
      faults: [{ file: 'terminal.yaml', wrong: { en: 'The file cannot be read (ENOENT).' } }],
    });
  });

  it('is not saved by a copy that is bad itself', () => {
    load(example);
    writeFileSync(lastGood, 'place: [');
    expect(load('').profile).toBeNull();
  });

  it('is taken even where no copy can be kept, and that is said', () => {
    writeFileSync(file, example);
    const { profile, faults } = loadProfile(file, join(file, 'not-a-folder', 'copy.yaml'));
    expect(profile).not.toBeNull();
    expect(faults).toHaveLength(1);
  });

  it.each([
    ['baud: 115200', 'baud: 115000', 'devices › idCardReader › baud cannot be "115000".', 'Did you mean 115200?'],
    [
      'url: https:',
      'url: http:',
      'platform › url is not written right: "http://platform.example.org".',
      'A whole https address: https://platform.example.org.',
    ],
    [
      "region: '341202'",
      "region: '341299'",
      'region is not written right: "341299".',
      "The code of a place, six digits in quotes (GB/T 2260): '341200'.",
    ],
    ['port: 9100', 'port: 910000', 'devices › receiptPrinter › port is too large.', 'It needs at most 65535.'],
    ['port: 9100', "port: '9100'", 'devices › receiptPrinter › port should be a number.', 'Make it a number.'],
    [
      'warnAfterSeconds: 120',
      'warnAfterSecond: 120',
      'There is no key warnAfterSecond.',
      'Did you mean warnAfterSeconds?',
    ],
    ['endAfterSeconds: 30', 'endAfterSeconds: 5', 'idle › endAfterSeconds is too small.', 'It needs at least 20.'],
    ['pinHash: scrypt$', 'pinHash: plain$', null, 'Make this line again by npm run staff-pin.'],
    ['phone: 0558-12345678', 'phone: 12345678', 'help › phone should be text.', "Put it in quotes: '12345678'."],
    [
      'phone: 0558-12345678',
      "phone: 'to be filled in'",
      'help › phone is not written right: "to be filled in".',
      'A telephone number alone: three digits or more, with spaces, hyphens, brackets and a + before all: 0558-12345678.',
    ],
    [
      /publicKey: [\w-]+/.exec(example)?.[0] ?? '',
      'publicKey: AA',
      null,
      'The 43 characters of the key, exactly as the province handed them over.',
    ],
  ])('%s turned into %s is named by line', (from, to, wrong, right) => {
    const line = example.slice(0, example.indexOf(from)).split('\n').length;
    const { faults } = load(example.replace(from, to));
    expect(faults).toMatchObject([{ line, right: { en: right } }]);
    if (wrong !== null) expect(faults[0]?.wrong.en).toBe(wrong);
  });

  it.each(['110', '12345', '0558-12345678', '(0558) 1234 5678', '（0558）12345678', '+86 558 1234 5678'])(
    'takes %s as a telephone number',
    (phone) => {
      expect(load(example.replace('0558-12345678', `'${phone}'`)).faults).toEqual([]);
    },
  );

  it.each(['', '12', '---', 'abc', '0558-1234567x', '12345678+', '０５５８１２３４'])('does not take "%s"', (phone) => {
    expect(load(example.replace('0558-12345678', `'${phone}'`)).profile).toBeNull();
  });
});

describe('whom to call', () => {
  const broken = example.replace('heightMm: 598', 'heightMm: tall');
  const name = { zh: '服务台', en: 'the service desk' };

  it('is found where the profile is broken elsewhere', () => {
    expect(load(broken).help).toEqual({ name, phone: '0558-12345678' });
  });

  it('is a number also where the words beside it are broken', () => {
    expect(load(broken.replace('en: the service desk', 'english: the service desk')).help).toEqual({
      name: { zh: '', en: '' },
      phone: '0558-12345678',
    });
  });

  it.each(["phone: 'to be filled in'", 'phone: 12', 'telephone: 0558-12345678'])('is nobody for %s', (line) => {
    expect(load(broken.replace('phone: 0558-12345678', line)).help).toBeNull();
  });

  it('is whoever was called before, where the number is none now', () => {
    load(example);
    const { profile, help } = load(example.replace('0558-12345678', 'soon'));
    expect([profile?.help.phone, help?.phone]).toEqual(['0558-12345678', '0558-12345678']);
  });
});
