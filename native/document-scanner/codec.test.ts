import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EsclInput,
  type EsclStatus,
  readCapabilities,
  readScanSettings,
  readStatus,
  writeCapabilities,
  writeScanSettings,
  writeStatus,
} from './codec.ts';
import { maxXmlBytes } from './xml.ts';

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9/.-]{0,30}$/);
const length = fc.integer({ min: 1, max: 99_999 });
const status: fc.Arbitrary<EsclStatus> = fc.record({
  state: word,
  adfState: fc.option(word, { nil: undefined }),
  reasons: fc.array(word, { maxLength: 3 }),
  jobs: fc.array(fc.record({ uri: word, state: word }), { maxLength: 3 }),
});
const input: fc.Arbitrary<EsclInput> = fc.record({
  maxWidth: length,
  maxHeight: length,
  colorModes: fc.array(word, { minLength: 1, maxLength: 3 }),
  formats: fc.array(word, { maxLength: 3 }),
  extendedFormats: fc.array(word, { maxLength: 3 }),
  resolutionsDpi: fc.array(length, { maxLength: 3 }),
});

/** As a flatbed with a feeder of a large maker says it, shortened: other prefixes, attributes, elements we do not know. */
const foreignStatus = `<?xml version="1.0" encoding="UTF-8"?>
<!-- THIS DATA SUBJECT TO DISCLAIMER(S) INCLUDED WITH THE PRODUCT OF ORIGIN. -->
<escl:ScannerStatus xmlns:smd="http://www.pwg.org/schemas/2010/12/sm" xmlns:escl="http://schemas.hp.com/imaging/escl/2011/05/03">
  <smd:Version>2.63</smd:Version>
  <smd:State>Idle</smd:State>
  <smd:StateReasons/>
  <escl:AdfState>ScannerAdfLoaded</escl:AdfState>
  <escl:Jobs>
    <escl:JobInfo>
      <smd:JobUri>/eSCL/ScanJobs/893f7fd0</smd:JobUri>
      <escl:Age>120</escl:Age>
      <smd:JobState>Completed</smd:JobState>
      <smd:JobStateReasons><smd:JobStateReason>JobCompletedSuccessfully</smd:JobStateReason></smd:JobStateReasons>
    </escl:JobInfo>
    <escl:JobInfo><escl:Age>7</escl:Age></escl:JobInfo>
  </escl:Jobs>
</escl:ScannerStatus>
`;

const torn: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['no XML', 'Internal error'],
  ['a page for people', '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Busy<br></body></html>'],
  ['another document', '<ScannerCapabilities></ScannerCapabilities>'],
  ['no state', '<ScannerStatus><AdfState>ScannerAdfEmpty</AdfState></ScannerStatus>'],
  ['an empty state', '<ScannerStatus><State></State></ScannerStatus>'],
  ['a state with elements in it', '<ScannerStatus><State><a>Idle</a></State></ScannerStatus>'],
  ['names that are no data', '<ScannerStatus><__proto__>1</__proto__><State>Idle</State></ScannerStatus>'],
  ['depths', `<ScannerStatus>${'<a>'.repeat(9_000)}${'</a>'.repeat(9_000)}<State>Idle</State></ScannerStatus>`],
  ['lengths', `<ScannerStatus>${' '.repeat(maxXmlBytes)}<State>Idle</State></ScannerStatus>`],
];

describe('the documents of eSCL', () => {
  it('say what they were written to say', () => {
    fc.assert(
      fc.property(status, (value) => {
        expect(readStatus(writeStatus(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(
        fc.record({
          makeAndModel: fc.option(word, { nil: undefined }),
          glass: fc.option(input, { nil: undefined }),
          feeder: fc.option(input, { nil: undefined }),
          feederBothSides: fc.option(input, { nil: undefined }),
        }),
        (value) => {
          expect(readCapabilities(writeCapabilities(value))).toEqual(value);
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.record({
          ...{ source: fc.constant('Feeder' as const), bothSides: fc.boolean() },
          width: length,
          height: length,
          colorMode: word,
          format: word,
          saysExtendedFormat: fc.boolean(),
          resolutionDpi: length,
        }),
        (value) => {
          expect(readScanSettings(writeScanSettings(value))).toEqual(value);
        },
      ),
    );
  });

  it('are read under other prefixes and with what we do not know in them', () => {
    expect(readStatus(foreignStatus)).toEqual({
      state: 'Idle',
      adfState: 'ScannerAdfLoaded',
      reasons: [],
      jobs: [{ uri: '/eSCL/ScanJobs/893f7fd0', state: 'Completed' }],
    });
  });

  it.each(torn)('are not read: %s', (_, xml) => {
    expect(readStatus(xml)).toBeUndefined();
  });

  it('are not read when they break off, wherever', () => {
    const document = foreignStatus.trimEnd();
    for (let at = 0; at < document.length; at += 1) expect(readStatus(document.slice(0, at))).toBeUndefined();
  });

  it('never throw, whatever a byte is changed into', () => {
    const valid = writeStatus({ state: 'Idle', adfState: 'ScannerAdfEmpty', reasons: [], jobs: [] });
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.string({ maxLength: 4 }), (at, instead) => {
        const read = readStatus(valid.slice(0, at) + instead + valid.slice(at + 1));
        expect(read === undefined || typeof read.state === 'string').toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
