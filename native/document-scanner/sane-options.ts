/** What a scanner can do, as `scanimage --all-options` lists it. What a backend does not say is undefined or empty. */
export interface SaneOptions {
  readonly sources: readonly string[];
  readonly modes: readonly string[];
  /** Fixed values, or a range. */
  readonly resolutionsDpi: readonly number[] | { readonly min: number; readonly max: number } | undefined;
  readonly maxWidthMm: number | undefined;
  readonly maxHeightMm: number | undefined;
  readonly hasDepth8: boolean;
  /** Of the feeder's and the cover's sensors (SANE_NAME_PAGE_LOADED and SANE_NAME_COVER_OPEN in saneopts.h). */
  readonly pageLoaded: boolean | undefined;
  readonly coverOpen: boolean | undefined;
}

interface Option {
  /** `Gray|Color`, `75|150|300dpi`, `0..215.9mm (in steps of 1)`; for a switch `yes|no`. */
  readonly range: string;
  readonly value: string;
}

/** `listing`: the program's whole output. Undefined: that is no list of options. */
export function readSaneOptions(listing: string): SaneOptions | undefined {
  if (!/^All options specific to device /m.test(listing)) return undefined;
  const options = new Map<string, Option>();
  for (const line of listing.split('\n')) {
    const [, name, choices, range, value] =
      /^ {4}(--?[a-z][a-z0-9-]*)(?:\[=\(([^)]*)\)\])?(?: ([^[]*))? ?\[([^\]]*)\]/.exec(line) ?? [];
    if (name === undefined || value === undefined || value === 'inactive') continue;
    options.set(name, { range: choices ?? range?.trim() ?? '', value });
  }
  const sensor = (name: string): boolean | undefined => {
    const { value } = options.get(name) ?? {};
    return value === 'yes' || value === 'no' ? value === 'yes' : undefined;
  };
  const listOf = (name: string): readonly string[] =>
    (options.get(name)?.range ?? '').split('|').filter((word) => word !== '' && word !== 'auto');
  return {
    sources: listOf('--source'),
    modes: listOf('--mode'),
    resolutionsDpi: numbersIn(options.get('--resolution')?.range),
    maxWidthMm: highestIn(options.get('-x')?.range),
    maxHeightMm: highestIn(options.get('-y')?.range),
    hasDepth8: listOf('--depth').some((depth) => /^8(?:bit)?$/.test(depth)),
    pageLoaded: sensor('--page-loaded'),
    coverOpen: sensor('--cover-open'),
  };
}

const rangeOf = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)/;

function numbersIn(range: string | undefined): SaneOptions['resolutionsDpi'] {
  if (range === undefined) return undefined;
  const [, min, max] = rangeOf.exec(range) ?? [];
  if (min !== undefined && max !== undefined) return { min: Number(min), max: Number(max) };
  return range
    .split('|')
    .map((word) => Number.parseFloat(word))
    .filter((dpi) => dpi > 0);
}

function highestIn(range: string | undefined): number | undefined {
  const [, , max] = rangeOf.exec(range ?? '') ?? [];
  return max === undefined ? undefined : Number(max);
}

/** Backends name their sources freely; these are the words that the ones of Debian 12 use. */
const duplex = /duplex|both/i;
const feeder = /adf|feeder/i;
const backOnly = /back/i;
const glass = /flat ?bed|glass|platen|normal/i;

/** `sourceName` is undefined for a scanner that has no choice: a glass, or a feeder by its only name. */
export interface SaneSource {
  readonly sourceName: string | undefined;
}

export function glassOf({ sources }: SaneOptions): SaneSource | undefined {
  if (sources.length === 0) return { sourceName: undefined };
  const sourceName = sources.find((name) => glass.test(name) && !feeder.test(name));
  return sourceName === undefined ? undefined : { sourceName };
}

export function feederOf({ sources }: SaneOptions, bothSides: boolean): SaneSource | undefined {
  const two = sources.find((name) => duplex.test(name));
  const single = sources.find((name) => feeder.test(name) && !duplex.test(name) && !backOnly.test(name));
  const sourceName = bothSides ? (two ?? single) : (single ?? two);
  return sourceName === undefined ? undefined : { sourceName };
}

const wantedDpi = 300;
const a4 = { widthMm: 210, heightMm: 297 } as const;

/** A whole A4 page, 300 dpi, in colour, 8 bits; where the scanner has not that, what comes nearest. */
export function scanArguments(device: string, options: SaneOptions, { sourceName }: SaneSource): readonly string[] {
  const { modes, resolutionsDpi, maxWidthMm, maxHeightMm, hasDepth8 } = options;
  const mode =
    modes.find((name) => /^(?:24 ?bit )?colou?r$/i.test(name)) ?? modes.find((name) => /gr[ae]y/i.test(name));
  const dpi = nearestTo(wantedDpi, resolutionsDpi);
  return [
    `--device-name=${device}`,
    // The source first: it may change what the others can be.
    ...(sourceName === undefined ? [] : [`--source=${sourceName}`]),
    ...(mode === undefined ? [] : [`--mode=${mode}`]),
    ...(hasDepth8 ? ['--depth=8'] : []),
    ...(dpi === undefined ? [] : [`--resolution=${dpi}`]),
    ...(maxWidthMm === undefined ? [] : ['-x', String(Math.min(a4.widthMm, maxWidthMm))]),
    ...(maxHeightMm === undefined ? [] : ['-y', String(Math.min(a4.heightMm, maxHeightMm))]),
    '--format=pnm',
  ];
}

function nearestTo(dpi: number, offered: SaneOptions['resolutionsDpi']): number | undefined {
  if (offered === undefined) return undefined;
  if ('min' in offered) return Math.min(Math.max(dpi, offered.min), offered.max);
  return offered.toSorted((one, other) => Math.abs(one - dpi) - Math.abs(other - dpi))[0];
}
