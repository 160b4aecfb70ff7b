import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { generateClientTypes, generatedClientFile } from './openapi-client.ts';

it('the checked-in client is what openapi.yaml makes now (else: node build/openapi-client.ts)', async () => {
  expect(await readFile(generatedClientFile, 'utf8')).toBe(await generateClientTypes());
});
