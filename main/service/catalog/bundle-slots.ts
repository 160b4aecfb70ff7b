import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { signedBundleNotice, type SignedBundleNotice } from '../../contract/wire/bundles.ts';
import { parseJson } from '../sealing/parse-json.ts';
import { writeWhole } from '../store/durable-files.ts';

export type SlotName = 'a' | 'b';
const slotNames: readonly SlotName[] = ['a', 'b'];

/** What lies in a slot. None of it is believed for lying there. */
export interface Slot {
  readonly name: SlotName;
  readonly notice: SignedBundleNotice | null;
  readonly bytes: Uint8Array | null;
}

const bundlesIn = (dataFolder: string) => join(dataFolder, 'bundles');
const noticeFile = (folder: string, name: SlotName) => join(folder, `${name}.notice.json`);
const bytesFile = (folder: string, name: SlotName) => join(folder, `${name}.bundle`);

export function readSlots(dataFolder: string): readonly Slot[] {
  const folder = bundlesIn(dataFolder);
  return slotNames.map((name) => {
    const notice = readIfThere(noticeFile(folder, name));
    return {
      name,
      notice: notice === null ? null : parseJson(signedBundleNotice, notice),
      bytes: readIfThere(bytesFile(folder, name)),
    };
  });
}

/**
 * Lays a bundle into the slot that is not in force. The bundle first: cut off behind it, the slot holds a notice of another
 * bundle and counts as empty, and the other slot is as it was. Throws what the disk says.
 */
export function fillSlot(dataFolder: string, name: SlotName, bytes: Uint8Array, notice: SignedBundleNotice): void {
  const folder = bundlesIn(dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeWhole(bytesFile(folder, name), bytes);
  writeWhole(noticeFile(folder, name), JSON.stringify(notice));
}

/** The same bundle, by a newer word of the platform. */
export function renewNotice(dataFolder: string, name: SlotName, notice: SignedBundleNotice): void {
  writeWhole(noticeFile(bundlesIn(dataFolder), name), JSON.stringify(notice));
}

const running = z.strictObject({ v: z.literal(1), since: z.string(), ranMs: z.number().min(0) });
const runningFile = (dataFolder: string) => join(bundlesIn(dataFolder), 'running.json');

/** How long this service has been running, over its restarts, since the notice of that time was heard; 0 where unknown. */
export function readRanMs(dataFolder: string, since: string): number {
  const bytes = readIfThere(runningFile(dataFolder));
  const known = bytes === null ? null : parseJson(running, bytes);
  return known?.since === since ? known.ranMs : 0;
}

export function saveRanMs(dataFolder: string, since: string, ranMs: number): void {
  const known: z.infer<typeof running> = { v: 1, since, ranMs };
  writeWhole(runningFile(dataFolder), JSON.stringify(known));
}

function readIfThere(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch {
    // Not there, or a disk that does not give it: a slot to do without, either way.
    return null;
  }
}
