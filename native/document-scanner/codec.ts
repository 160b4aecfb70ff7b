import { z } from 'zod';
import { one, readXml, writeXml } from './xml.ts';

/**
 * eSCL (the Mopria Alliance's specification, also called AirScan): the documents that go over HTTP, as values. Read
 * leniently, because scanners differ in what they leave out; nothing that is missing is made up.
 */

const text = z.string().min(1).max(200);
const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

export interface EsclJob {
  readonly uri: string;
  /** Pending, Processing, Completed, Canceled, Aborted. */
  readonly state: string;
}

/** What a scanner says of itself; the words are its own. */
export interface EsclStatus {
  /** Idle, Processing, Testing, Stopped, Down. */
  readonly state: string;
  /** ScannerAdfLoaded, ScannerAdfEmpty, ScannerAdfJam and so on; undefined where it says nothing of a feeder. */
  readonly adfState: string | undefined;
  /** CoverOpen, MediaJam and so on, where it gives reasons. */
  readonly reasons: readonly string[];
  readonly jobs: readonly EsclJob[];
}

/** An element with nothing in it is read as an empty text. */
const emptyOr = <T extends z.ZodType>(schema: T) => z.union([z.literal('').transform(() => undefined), schema]);

const jobInfo = z
  .object({ JobUri: one(text), JobState: one(text) })
  .transform(({ JobUri, JobState }): EsclJob => ({ uri: JobUri, state: JobState }));
const statusDocument = z.object({
  State: one(text),
  AdfState: one(emptyOr(text)).optional(),
  StateReasons: one(emptyOr(z.object({ StateReason: z.array(emptyOr(text)) }))).optional(),
  // A scanner may list jobs of others in ways of its own; what cannot be read of them is not worth the status.
  Jobs: one(emptyOr(z.object({ JobInfo: z.array(jobInfo.optional().catch(undefined)) }))).optional(),
});

export function readStatus(xml: string): EsclStatus | undefined {
  const read = readXml(xml, 'ScannerStatus', statusDocument);
  return (
    read && {
      state: read.State,
      adfState: read.AdfState,
      reasons: (read.StateReasons?.StateReason ?? []).filter((reason) => reason !== undefined),
      jobs: (read.Jobs?.JobInfo ?? []).filter((job) => job !== undefined),
    }
  );
}

export function writeStatus({ state, adfState, reasons, jobs }: EsclStatus): string {
  return writeXml('scan:ScannerStatus', {
    'pwg:Version': '2.0',
    'pwg:State': state,
    ...(reasons.length === 0 ? {} : { 'pwg:StateReasons': { 'pwg:StateReason': reasons } }),
    ...(adfState === undefined ? {} : { 'scan:AdfState': adfState }),
    'scan:Jobs': {
      'scan:JobInfo': jobs.map((job) => ({ 'pwg:JobUri': job.uri, 'pwg:JobState': job.state })),
    },
  });
}

/** What can be scanned from the glass, or from the feeder. A list is empty where the scanner does not say. */
export interface EsclInput {
  /** In 1/300 inch. */
  readonly maxWidth: number;
  readonly maxHeight: number;
  readonly colorModes: readonly string[];
  readonly formats: readonly string[];
  /** Formats under the name of newer versions: a scanner that lists them wants to be asked by that name, too. */
  readonly extendedFormats: readonly string[];
  readonly resolutionsDpi: readonly number[];
}

export interface EsclCapabilities {
  readonly makeAndModel: string | undefined;
  readonly glass: EsclInput | undefined;
  /** One side of each sheet. */
  readonly feeder: EsclInput | undefined;
  /** Both: a sheet is two pages, its front first. */
  readonly feederBothSides: EsclInput | undefined;
}

const settingProfile = z.object({
  ColorModes: one(emptyOr(z.object({ ColorMode: z.array(text) }))).optional(),
  DocumentFormats: one(
    emptyOr(z.object({ DocumentFormat: z.array(text).optional(), DocumentFormatExt: z.array(text).optional() })),
  ).optional(),
  SupportedResolutions: one(
    emptyOr(
      z.object({
        DiscreteResolutions: one(
          emptyOr(z.object({ DiscreteResolution: z.array(z.object({ XResolution: one(whole) })) })),
        ).optional(),
      }),
    ),
  ).optional(),
});
const inputDocument = z
  .object({
    MaxWidth: one(whole),
    MaxHeight: one(whole),
    SettingProfiles: one(emptyOr(z.object({ SettingProfile: z.array(emptyOr(settingProfile)) }))).optional(),
  })
  .transform(({ MaxWidth, MaxHeight, SettingProfiles }): EsclInput => {
    const profiles = (SettingProfiles?.SettingProfile ?? []).filter((profile) => profile !== undefined);
    return {
      maxWidth: MaxWidth,
      maxHeight: MaxHeight,
      colorModes: profiles.flatMap(({ ColorModes }) => ColorModes?.ColorMode ?? []),
      formats: profiles.flatMap(({ DocumentFormats }) => DocumentFormats?.DocumentFormat ?? []),
      extendedFormats: profiles.flatMap(({ DocumentFormats }) => DocumentFormats?.DocumentFormatExt ?? []),
      resolutionsDpi: profiles.flatMap(({ SupportedResolutions }) =>
        (SupportedResolutions?.DiscreteResolutions?.DiscreteResolution ?? []).map(({ XResolution }) => XResolution),
      ),
    };
  });
const capabilitiesDocument = z.object({
  MakeAndModel: one(emptyOr(text)).optional(),
  Platen: one(emptyOr(z.object({ PlatenInputCaps: one(inputDocument) }))).optional(),
  Adf: one(
    emptyOr(
      z.object({
        AdfSimplexInputCaps: one(inputDocument).optional(),
        AdfDuplexInputCaps: one(emptyOr(inputDocument)).optional(),
      }),
    ),
  ).optional(),
});

export function readCapabilities(xml: string): EsclCapabilities | undefined {
  const read = readXml(xml, 'ScannerCapabilities', capabilitiesDocument);
  return (
    read && {
      makeAndModel: read.MakeAndModel,
      glass: read.Platen?.PlatenInputCaps,
      feeder: read.Adf?.AdfSimplexInputCaps,
      feederBothSides: read.Adf?.AdfDuplexInputCaps,
    }
  );
}

export function writeCapabilities({ makeAndModel, glass, feeder, feederBothSides }: EsclCapabilities): string {
  const adf = {
    ...(feeder === undefined ? {} : { 'scan:AdfSimplexInputCaps': inputContent(feeder) }),
    ...(feederBothSides === undefined ? {} : { 'scan:AdfDuplexInputCaps': inputContent(feederBothSides) }),
  };
  return writeXml('scan:ScannerCapabilities', {
    'pwg:Version': '2.0',
    ...(makeAndModel === undefined ? {} : { 'pwg:MakeAndModel': makeAndModel }),
    ...(glass === undefined ? {} : { 'scan:Platen': { 'scan:PlatenInputCaps': inputContent(glass) } }),
    ...(feeder === undefined && feederBothSides === undefined ? {} : { 'scan:Adf': adf }),
  });
}

function inputContent(input: EsclInput): object {
  return {
    'scan:MinWidth': 16,
    'scan:MaxWidth': input.maxWidth,
    'scan:MinHeight': 16,
    'scan:MaxHeight': input.maxHeight,
    'scan:SettingProfiles': {
      'scan:SettingProfile': {
        'scan:ColorModes': { 'scan:ColorMode': input.colorModes },
        'scan:DocumentFormats': {
          'pwg:DocumentFormat': input.formats,
          'scan:DocumentFormatExt': input.extendedFormats,
        },
        'scan:SupportedResolutions': {
          'scan:DiscreteResolutions': {
            'scan:DiscreteResolution': input.resolutionsDpi.map((dpi) => ({
              'scan:XResolution': dpi,
              'scan:YResolution': dpi,
            })),
          },
        },
      },
    },
  };
}

/** What a job is to scan. Width and height in 1/300 inch, from the corner. */
export interface EsclScanSettings {
  readonly source: 'Platen' | 'Feeder';
  /** Of a sheet in the feeder. */
  readonly bothSides: boolean;
  readonly width: number;
  readonly height: number;
  readonly colorMode: string;
  readonly format: string;
  /** Says the format under its newer name as well. */
  readonly saysExtendedFormat: boolean;
  readonly resolutionDpi: number;
}

const settingsDocument = z
  .object({
    ScanRegions: one(z.object({ ScanRegion: one(z.object({ Width: one(whole), Height: one(whole) })) })),
    InputSource: one(z.enum(['Platen', 'Feeder'])),
    ColorMode: one(text),
    DocumentFormat: one(text).optional(),
    DocumentFormatExt: one(text).optional(),
    XResolution: one(whole),
    Duplex: one(text).optional(),
  })
  .transform((read, context): EsclScanSettings => {
    const format = read.DocumentFormatExt ?? read.DocumentFormat;
    if (format === undefined) {
      context.addIssue('no format');
      return z.NEVER;
    }
    return {
      source: read.InputSource,
      bothSides: read.Duplex === 'true',
      width: read.ScanRegions.ScanRegion.Width,
      height: read.ScanRegions.ScanRegion.Height,
      colorMode: read.ColorMode,
      format,
      saysExtendedFormat: read.DocumentFormatExt !== undefined,
      resolutionDpi: read.XResolution,
    };
  });

export function readScanSettings(xml: string): EsclScanSettings | undefined {
  return readXml(xml, 'ScanSettings', settingsDocument);
}

/** The order of the elements is the specification's: some scanners read by it. */
export function writeScanSettings(settings: EsclScanSettings): string {
  return writeXml('scan:ScanSettings', {
    'pwg:Version': '2.0',
    'pwg:ScanRegions': {
      'pwg:ScanRegion': {
        'pwg:ContentRegionUnits': 'escl:ThreeHundredthsOfInches',
        'pwg:XOffset': 0,
        'pwg:YOffset': 0,
        'pwg:Width': settings.width,
        'pwg:Height': settings.height,
      },
    },
    'pwg:InputSource': settings.source,
    'scan:ColorMode': settings.colorMode,
    'pwg:DocumentFormat': settings.format,
    ...(settings.saysExtendedFormat ? { 'scan:DocumentFormatExt': settings.format } : {}),
    'scan:XResolution': settings.resolutionDpi,
    'scan:YResolution': settings.resolutionDpi,
    ...(settings.source === 'Feeder' ? { 'scan:Duplex': String(settings.bothSides) } : {}),
  });
}
