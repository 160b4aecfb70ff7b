import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { auditEvent } from './entry.ts';

/** One right value of each form; the name is the schema's description. */
const samples: Readonly<Record<string, string>> = {
  'case number': 'LLZ01-1-0047-87',
  'terminal and enrolment': 'LLZ01/1',
  'draft, a random number': '0123456789abcdef0123456789abcdef',
  version: '12',
  'version; terminal where none could be believed': '12',
  'terminal (by PIN) or number of a card': 'staff-7',
  'number of a card': 'staff-7',
};
const forms = [
  /^[A-Z0-9]{3,8}-[1-9]\d{0,5}-\d{4,9}-\d{2}$/,
  /^[A-Z0-9]{3,8}\/[1-9]\d{0,5}$/,
  /^[0-9a-f]{32}$/,
  /^[1-9]\d{0,6}$/,
  /^(terminal|staff-[1-9]\d{0,3})$/,
  /^(terminal|[1-9]\d{0,6})$/,
];

const kinds = auditEvent.options.map(({ shape, description }) => ({
  name: [...shape.event.values].join(),
  description,
  fields: Object.entries<z.ZodType>(shape).map(([name, schema]) => ({ name, ...fieldOf(schema) })),
}));
type Kind = (typeof kinds)[number];

/** The only things an entry may be made of. */
type Field =
  | { readonly kind: 'choice'; readonly right: readonly string[] }
  | { readonly kind: 'form'; readonly right: readonly string[] }
  | { readonly kind: 'count'; readonly right: readonly number[] };

function fieldOf(schema: z.ZodType): Field {
  const { def } = schema as z.ZodLiteral<string> | z.ZodEnum<Record<string, string>> | z.ZodString | z.ZodNumber;
  switch (def.type) {
    case 'literal':
      return { kind: 'choice', right: def.values };
    case 'enum':
      return { kind: 'choice', right: Object.values(def.entries) };
    case 'string':
      return { kind: 'form', right: [samples[schema.description ?? ''] ?? ''] };
    case 'number':
      return { kind: 'count', right: [0, 9_999_999] };
    default:
      throw new Error('a field of another kind: see that nothing personal fits it, and say here how');
  }
}

const rightEvent = ({ fields }: Kind): Record<string, string | number> =>
  Object.fromEntries(fields.map(({ name, right }) => [name, right[0] ?? '']));

/** What a person is known by, or what someone would like to remark. */
const personal = [
  '王小明',
  'Wang Xiaoming',
  'WANGXIAOMING',
  'wangxiaoming',
  '11010519491231002X',
  '110105194912310021',
  '13812345678',
  '62345678',
  '+86 138 1234 5678',
  'E12345678',
  'wang@example.cn',
  '本人不会写字',
  '',
  ' ',
];

describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (_name, kind) => {
  it('is taken as it should be, and says in the docs what it means', () => {
    for (const { name, right } of kind.fields) {
      for (const value of right) {
        const event = { ...rightEvent(kind), [name]: value };
        expect(auditEvent.parse(event)).toEqual(event);
      }
    }
    expect(kind.description).toMatch(/^[A-Z].+\.$/);
  });

  it.each(kind.fields.map((field) => [field.name, field] as const))('has no free text in %s', (name, field) => {
    const takes = (value: unknown) => auditEvent.safeParse({ ...rightEvent(kind), [name]: value }).success;
    const isRight = (text: string) =>
      field.kind === 'form' ? forms.some((form) => form.test(text)) : field.right.some((right) => right === text);
    for (const text of personal) expect(takes(text), text).toBe(false);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        fc.pre(!isRight(text));
        expect(takes(text)).toBe(false);
      }),
    );
    // Right at the beginning and more behind it: a form that is not tied to the end would take that.
    for (const text of [' 王小明', '\n', '\n王小明', '-1']) expect(takes(`${field.right[0]}${text}`)).toBe(false);
    for (const number of [13_812_345_678, 110_105_194_912_310, 0.5, -1]) expect(takes(number)).toBe(false);
  });

  it('takes no further field', () => {
    expect(auditEvent.safeParse({ ...rightEvent(kind), remark: '王小明' }).success).toBe(false);
  });
});

it('knows that none of the forms could hold what is personal', () => {
  for (const text of personal)
    expect(
      forms.some((form) => form.test(text)),
      text,
    ).toBe(false);
});
