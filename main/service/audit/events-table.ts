import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { auditEvent } from './entry.ts';

export const auditDocs = fileURLToPath(new URL('../../../docs/audit.md', import.meta.url));

const [begin, end] = ['<!-- events: made by main/service/audit/events-table.ts -->\n', '<!-- end of events -->'];

/** The page with the table as the schema has it now. Throws where the page has no place for it. */
export function withEventsTable(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/audit.md has no place marked "${begin.trim()}" to "${end}"`);
  return page.slice(0, from + begin.length) + eventsTable() + page.slice(to);
}

function eventsTable(): string {
  const rows = auditEvent.options.map(({ shape, description }) => {
    const [name, reference, ...more] = Object.entries<z.ZodType>(shape).map(([field, schema]) =>
      valuesOf(field, schema),
    );
    return `| \`${name}\` | ${reference} | ${more.join('; ')} | ${description} |\n`;
  });
  return `| event | reference | besides | when |\n|---|---|---|---|\n${rows.join('')}`;
}

function valuesOf(field: string, schema: z.ZodType): string {
  const { def } = schema as z.ZodLiteral<string> | z.ZodEnum<Record<string, string>> | z.ZodString | z.ZodNumber;
  switch (def.type) {
    case 'literal':
      return def.values.join();
    case 'enum':
      return `${field}: ${Object.values(def.entries).join(', ')}`;
    case 'string':
      return schema.description ?? field;
    case 'number':
      return `${field}: a count`;
    default:
      return def satisfies never;
  }
}

if (import.meta.main) writeFileSync(auditDocs, withEventsTable(readFileSync(auditDocs, 'utf8')));
