import { expect } from 'vitest';
import type { ScannerStatus, ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import { createManualClock } from '../manual-clock.ts';
import { createDocumentScanner } from './driver.ts';
import { esclScanner } from './escl.ts';
import {
  createFakeScanner,
  type FakeScanner,
  fakePage,
  feederLoaded,
  glassAndFeeder,
  rootUrl,
} from './fake-scanner.ts';

export const onGlass: ScannerStatus = { state: 'ready', feeder: 'none' };
export const gone: ScannerStatus = { state: 'no-scanner' };
export const fault = (kind: 'silent' | 'garbled' | 'stopped-by-device'): ScannerStatus => ({
  state: 'fault',
  fault: kind,
});
export const form = fakePage('form', 600_000);
export const half = form.subarray(0, 300_000);

/** A driver and its scanner, `prepare`d before the driver calls it for the first time. */
export async function setUp(prepare: (scanner: FakeScanner) => void = () => {}, bothSides = false) {
  const clock = createManualClock();
  const scanner = createFakeScanner();
  prepare(scanner);
  const told: ScannerStatus[] = [];
  const driver = createDocumentScanner({
    way: esclScanner({ call: scanner.call, url: rootUrl, bothSides, clock }),
    clock,
    onStatus: (next) => told.push(next),
  });
  await clock.advance(0);
  /** Asks for a scan and lets everything happen that needs no time. */
  const start = async () => {
    const scan: { outcome?: ScanOutcome; readonly pages: Buffer[]; parts: number; wholePages: number } = {
      pages: [],
      parts: 0,
      wholePages: 0,
    };
    driver.scan({
      part: (page, part, isLast) => {
        expect(page).toBe(scan.wholePages + 1);
        scan.parts += 1;
        scan.pages[page - 1] = Buffer.concat([scan.pages[page - 1] ?? Buffer.alloc(0), part]);
        if (isLast) scan.wholePages += 1;
      },
      outcome: (outcome) => {
        expect(scan.outcome).toBeUndefined();
        scan.outcome = outcome;
      },
    });
    await clock.advance(0);
    return scan;
  };
  return { clock, scanner, told, driver, start };
}

/** So many pages lie in the feeder. */
export const onFeeder =
  (...pages: readonly Uint8Array[]) =>
  (scanner: FakeScanner): void => {
    scanner.capabilities = glassAndFeeder;
    scanner.said = feederLoaded;
    scanner.pages = pages;
  };
