import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { auditDocs, withEventsTable } from './events-table.ts';

it('docs/audit.md lists the events as the code has them', () => {
  const page = readFileSync(auditDocs, 'utf8');
  expect(page, 'run node build/dat./events-table.ts').toBe(withEventsTable(page));
});
