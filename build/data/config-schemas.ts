import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { item } from '../../main/contract/item.ts';
import { profile } from '../../main/contract/profile.ts';

/** For editors: kiosk-config/schema/*.json, made from the schemas by which the terminal itself judges the files. */
export const configSchemas = {
  item: { title: 'A service item of a terminal', ...z.toJSONSchema(item) },
  profile: { title: 'Settings of one terminal', ...z.toJSONSchema(profile) },
} as const;

export const configSchemaFile = (name: string): string =>
  fileURLToPath(new URL(`../../kiosk-config/schema/${name}.json`, import.meta.url));

if (import.meta.main) {
  for (const [name, schema] of Object.entries(configSchemas)) {
    writeFileSync(configSchemaFile(name), `${JSON.stringify(schema, null, 2)}\n`);
  }
}
