import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feederOf, glassOf, readSaneOptions, type SaneOptions, scanArguments } from './sane-options.ts';

/** As sane-airscan lists it, shortened. */
const networkScanner = `
All options specific to device \`airscan:e0:Office':
  Standard:
    --resolution 75|100|150|200|300|600dpi [75]
        Sets the resolution of the scanned image.
    --mode Color|Gray [Color]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --source Flatbed|ADF|ADF Duplex [Flatbed]
        Selects the scan source (such as a document-feeder).
  Geometry:
    -l 0..215.9mm [0]
    -x 0..215.9mm [215.9]
    -y 0..355.6mm [297.011]
  Enhancement:
    --negative[=(yes|no)] [no]
    --adf-justification-x <string> [inactive]
`;

/** As the backend of a large maker's feeder scanners lists it, shortened. */
const feederOnly = `
All options specific to device \`fujitsu:fi-7160:1':
  Standard:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Lineart|Halftone|Gray|Color [Lineart]
    --resolution 50..600dpi (in steps of 1) [600]
  Geometry:
    -x 0..221.121mm (in steps of 0.0211639) [215.872]
    -y 0..355.6mm (in steps of 0.0211639) [279.364]
  Sensors:
    --page-loaded[=(yes|no)] [yes] [hardware]
    --cover-open[=(yes|no)] [no] [hardware]
`;

const plain = `
All options specific to device \`test:0':
  Scan Mode:
    --mode Gray [Gray]
    --depth 1|8|16 [8]
    --resolution 1..200dpi (in steps of 1) [50]
    --source Flatbed [inactive]
  Geometry:
    -x 0..200mm (in steps of 1) [80]
`;

const read = (listing: string): SaneOptions => {
  const options = readSaneOptions(listing);
  if (options === undefined) throw new Error('no options');
  return options;
};

describe('the options of a scanner', () => {
  it('of a network scanner with glass and feeder', () => {
    const options = read(networkScanner);
    expect(glassOf(options)).toEqual({ sourceName: 'Flatbed' });
    expect(feederOf(options, false)).toEqual({ sourceName: 'ADF' });
    expect(feederOf(options, true)).toEqual({ sourceName: 'ADF Duplex' });
    expect(options).toMatchObject({ pageLoaded: undefined, coverOpen: undefined, hasDepth8: false });
    expect(scanArguments('airscan:e0:Office', options, { sourceName: 'ADF' })).toEqual([
      ...['--device-name=airscan:e0:Office', '--source=ADF', '--mode=Color', '--resolution=300'],
      ...['-x', '210', '-y', '297', '--format=pnm'],
    ]);
  });

  it('of a scanner that is nothing but a feeder, and has sensors', () => {
    const options = read(feederOnly);
    expect(glassOf(options)).toBeUndefined();
    expect(feederOf(options, false)).toEqual({ sourceName: 'ADF Front' });
    expect(feederOf(options, true)).toEqual({ sourceName: 'ADF Duplex' });
    expect(options).toMatchObject({ pageLoaded: true, coverOpen: false });
  });

  it('of a scanner without a choice of source, in grey, small, and not as fine as we would have it', () => {
    const options = read(plain);
    expect(glassOf(options)).toEqual({ sourceName: undefined });
    expect(feederOf(options, true)).toBeUndefined();
    expect(scanArguments('test:0', options, { sourceName: undefined })).toEqual([
      ...['--device-name=test:0', '--mode=Gray', '--depth=8', '--resolution=200', '-x', '200', '--format=pnm'],
    ]);
  });

  it('is not read out of anything else', () => {
    expect(readSaneOptions('')).toBeUndefined();
    expect(readSaneOptions('scanimage: no SANE devices found')).toBeUndefined();
  });

  it('never throws, whatever a line is changed into', () => {
    const words = fc.constantFrom('--source', '-x', ' ', '    ', '|', '..', '[', ']', '[=(', ')]', 'dpi', '300', '\n');
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 5 })), { maxLength: 200 }), (pieces) => {
        const options = read(`All options specific to device \`x':\n${pieces.join('')}`);
        const args = scanArguments('x', options, glassOf(options) ?? { sourceName: undefined });
        expect(args.every((arg) => !arg.includes('\n'))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
