import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configSchemaFile, configSchemas } from './config-schemas.ts';

it.each(Object.entries(configSchemas))('kiosk-config/schema/%s.json is as the code has it', (name, schema) => {
  const written: unknown = JSON.parse(readFileSync(configSchemaFile(name), 'utf8'));
  expect(written, 'run node build/data/config-schemas.ts').toEqual(JSON.parse(JSON.stringify(schema)));
});
