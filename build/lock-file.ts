import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { projectFolder } from './commands.ts';

const lockFile = z.object({
  packages: z.record(z.string(), z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() })),
});

/**
 * What the lock file lacks: packages for other platforms. npm drops those that the registry did not have at that moment without
 * a word, and then `npm ci` refuses the lock file on every machine. One line for each, with what would be right.
 */
export async function findLockFileGaps(): Promise<readonly string[]> {
  return gapsIn(JSON.parse(await readFile(path.join(projectFolder, 'package-lock.json'), 'utf8')));
}

export function gapsIn(content: unknown): readonly string[] {
  const { packages } = lockFile.parse(content);
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !placesToLook(place, name).some((candidate) => candidate in packages))
      .map(
        ([name, version]) =>
          `package-lock.json lacks ${name}@${version} of ${place || 'the project'}; take a version that exists for every platform`,
      ),
  );
}

/** As Node resolves: beside the package's own modules, then upwards. */
function placesToLook(place: string, name: string): readonly string[] {
  const places = [`node_modules/${name}`];
  for (let from = place; from !== ''; from = from.slice(0, Math.max(from.lastIndexOf('/node_modules/'), 0))) {
    places.unshift(`${from}/node_modules/${name}`);
  }
  return places;
}
