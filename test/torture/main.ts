import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { NotPossible } from '../../build/commands.ts';
import { clockPlants, tortureClock } from './clock.ts';
import { tortureCodecs } from './codecs/fire.ts';
import { crashPlants, tortureCrash } from './crash.ts';
import { tortureDevices } from './devices/matrix.ts';
import { diskPlants, tortureDisk } from './disk.ts';
import { tortureNetwork } from './network.ts';
import { powerPlants, torturePower } from './power.ts';
import { randomFrom } from './random.ts';

/*
 * npm run torture -- NAME [--seed SEED] [--plant FAULT] [--keep], and each one's own flags; see docs/torture.md.
 *
 * Prints the seed first, as a line of JSON, and the outcome last, as another. Exit code 1 when anything was lost, came
 * twice, was readable or stuck; 2 when it cannot be done here; 3 when it broke off. A planted fault is caught by 1 alone; of
 * several (`--plant one,other`) every one must have been, or it is 4.
 */
// Node's own exit code for these is 1: a torture that broke off would have caught every fault that was planted.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(3);
});

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    plant: { type: 'string' },
    keep: { type: 'boolean', default: false },
    trials: { type: 'string', default: '100' },
    cases: { type: 'string', default: '1000' },
    postgres: { type: 'boolean', default: false },
    platforms: { type: 'string', default: '1' },
    share: { type: 'string', default: '1' },
    family: { type: 'string' },
    frames: { type: 'string', default: '1000000' },
  },
});

const seed = values.seed ?? randomBytes(6).toString('hex');
const number = z.coerce.number().int().min(1);
const plantOf = <P extends string>(...known: readonly [P, ...P[]]) =>
  z
    .enum(known)
    .nullable()
    .parse(values.plant ?? null);

const plantsOf = <P extends string>(...known: readonly [P, ...P[]]) =>
  z.array(z.enum(known)).parse(values.plant === undefined ? [] : values.plant.split(','));

function run(name: string | undefined, folder: string): Promise<object> {
  const random = randomFrom(seed);
  switch (name) {
    case 'crash':
      return tortureCrash(
        {
          trials: number.parse(values.trials),
          plants: plantsOf(...crashPlants),
        },
        random,
        folder,
      );
    case 'network':
      return tortureNetwork(
        {
          cases: number.parse(values.cases),
          database: values.postgres ? 'postgresql' : 'embedded',
          platforms: number.parse(values.platforms),
          plant: plantOf('lost-case', 'second-delivery'),
        },
        random,
        folder,
      );
    case 'codecs':
      return tortureCodecs({ frames: number.parse(values.frames), plant: plantOf('exception') }, random);
    case 'clock':
      return tortureClock({ cases: number.parse(values.cases), plants: plantsOf(...clockPlants) }, random, folder);
    case 'devices':
      return tortureDevices(
        {
          share: z.coerce.number().gt(0).max(1).parse(values.share),
          plant: plantOf('not-mended'),
          family: values.family ?? null,
        },
        random,
        folder,
      );
    case 'disk':
      return tortureDisk({ trials: number.parse(values.trials), plants: plantsOf(...diskPlants) }, random, folder);
    case 'power':
      return torturePower({ trials: number.parse(values.trials), plant: plantOf(...powerPlants) }, random, folder);
    default:
      process.stderr.write('usage: npm run torture -- crash [--trials N]\n');
      process.stderr.write('       npm run torture -- codecs [--frames N]\n');
      process.stderr.write('       npm run torture -- clock [--cases N]\n');
      process.stderr.write('       npm run torture -- devices [--share 0.1] [--family NAME]\n');
      process.stderr.write('       npm run torture -- disk [--trials N]\n');
      process.stderr.write('       npm run torture -- power [--trials N]\n');
      process.stderr.write('       npm run torture -- network [--cases N] [--postgres --platforms N]\n');
      process.stderr.write('       each with [--seed SEED] [--plant FAULT] [--keep]\n');
      process.exit(2);
  }
}

/** Every one of these counts promises that were broken. */
const broken: readonly string[] = [
  ...(['lost', 'duplicated', 'readable', 'stuck', 'refused', 'leftOver', 'untroubled'] as const),
  ...(['hung', 'crashed', 'leaked', 'wrong'] as const),
  ...(['exceptions', 'deaf', 'grown'] as const),
];

// In the system's temporary folder: the path of a Unix socket has at most 107 bytes.
const folder = await mkdtemp(path.join(tmpdir(), 'torture-'));
process.on('exit', () => {
  if (!values.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

console.log(JSON.stringify({ torture: positionals[0], seed, ...(values.keep ? { folder } : {}) }));
const outcome = {
  ...(await run(positionals[0], folder).catch((error: unknown) => {
    if (!(error instanceof NotPossible)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  })),
  seed,
};
console.log(JSON.stringify(outcome));
const isBroken = Object.entries<unknown>(outcome).some(([name, count]) => broken.includes(name) && Number(count) > 0);
const { uncaught = [] } = z.looseObject({ uncaught: z.array(z.string()).optional() }).parse(outcome);
process.exit(uncaught.length > 0 ? 4 : isBroken ? 1 : 0);
