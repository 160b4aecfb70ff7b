import type { ScannerStatus } from '../../main/contract/devices/document-scanner.ts';
import type { EsclCapabilities, EsclInput, EsclScanSettings, EsclStatus } from './codec.ts';

/** What the scanner says, as what people need to know. */
export function statusOf(said: EsclStatus, { feeder, feederBothSides }: EsclCapabilities): ScannerStatus {
  const trouble = troubleOf(said);
  if (trouble !== undefined) return trouble;
  if (said.state !== 'Idle') return { state: 'busy' };
  if (feeder === undefined && feederBothSides === undefined) return { state: 'ready', feeder: 'none' };
  return { state: 'ready', feeder: said.adfState === 'ScannerAdfLoaded' ? 'loaded' : 'empty' };
}

/** What keeps it from scanning, whoever it scans for; undefined when nothing does. */
export function troubleOf({ state, adfState, reasons }: EsclStatus): ScannerStatus | undefined {
  if (reasons.some((reason) => /^(?:CoverOpen|InterlockOpen)/.test(reason))) return { state: 'cover-open' };
  if (reasons.some((reason) => /^(?:MediaJam|MultipleFeedError)/.test(reason))) return { state: 'jam' };
  switch (adfState) {
    // The last two are not in the specification; scanners say them.
    case 'ScannerAdfHatchOpen':
    case 'ScannerAdfDoorOpen':
    case 'ScannerAdfCoverOpen':
      return { state: 'cover-open' };
    // A page that was not drawn in, or two at once: as with a jam, somebody must see to the paper.
    case 'ScannerAdfJam':
    case 'ScannerAdfMispick':
    case 'ScannerAdfMultipickDetected':
      return { state: 'jam' };
    case 'ScannerAdfInputTrayFailed':
    case 'ScannerAdfInputTrayOverloaded':
      return { state: 'fault', fault: 'stopped-by-device' };
    default:
      return state === 'Stopped' || state === 'Down' ? { state: 'fault', fault: 'stopped-by-device' } : undefined;
  }
}

const wantedDpi = 300;
/** A4 in 1/300 inch. */
const a4 = { width: 2480, height: 3508 } as const;
const jpeg = 'image/jpeg';

/** Whether it can give us what we can take: a scanner that says so and means PDF only is none for us. */
export function givesJpeg({ glass, feeder, feederBothSides }: EsclCapabilities): boolean {
  const inputs = [glass, feeder, feederBothSides].filter((input) => input !== undefined);
  return inputs.length > 0 && inputs.every(saysJpeg);
}

function saysJpeg({ formats, extendedFormats }: EsclInput): boolean {
  const all = [...formats, ...extendedFormats];
  return all.length === 0 || all.includes(jpeg);
}

/** A whole A4 page, 300 dpi, in colour; where the scanner has not that, what comes nearest. */
export function settingsFor(
  source: EsclScanSettings['source'],
  input: EsclInput,
  bothSides: boolean,
): EsclScanSettings {
  const { colorModes, resolutionsDpi } = input;
  const offered = resolutionsDpi.toSorted((one, other) => Math.abs(one - wantedDpi) - Math.abs(other - wantedDpi));
  const colorMode = colorModes.length === 0 || colorModes.includes('RGB24') ? 'RGB24' : 'Grayscale8';
  return {
    source,
    bothSides,
    width: Math.min(a4.width, input.maxWidth),
    height: Math.min(a4.height, input.maxHeight),
    colorMode,
    format: jpeg,
    saysExtendedFormat: input.extendedFormats.length > 0,
    resolutionDpi: offered[0] ?? wantedDpi,
  };
}
