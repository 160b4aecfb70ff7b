import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { projectFolder } from './commands.ts';

/** What the interface is written in, by hand. */
export const openapiFile = path.join(projectFolder, 'platform/openapi.yaml');
/** What the terminal's client is typed by. Checked in, so that a reader of a change sees what it does to the terminal. */
export const generatedClientFile = path.join(projectFolder, 'main/service/sync/platform-api.generated.ts');

/** The text of the generated file, from openapi.yaml as it is now. */
export async function generateClientTypes(): Promise<string> {
  const nodes = await openapiTypescript(pathToFileURL(openapiFile), { immutable: true, alphabetize: false });
  return `// Made from platform/openapi.yaml by \`node build/openapi-client.ts\`; change it there.\n${astToString(nodes)}`;
}

if (import.meta.main) {
  const made = await generateClientTypes();
  const before = await readFile(generatedClientFile, 'utf8').catch(() => '');
  await writeFile(generatedClientFile, made);
  console.log(
    `${path.relative(projectFolder, generatedClientFile)}: ${made === before ? 'already up to date' : 'written'}`,
  );
}
