import { Buffer } from 'node:buffer';
import type { Scanimage, ScanimageEnd, ScanimageEvents } from '../transports/sane.ts';
import type { PageFolder } from '../transports/sane-folder.ts';

/** scanimage for the driver's tests: each run is in the test's own hands. */
export interface FakeScanimage {
  readonly scanimage: Scanimage;
  /** What it lists, and how that ends; a run that scans is left to the test. */
  listing: string;
  listingEnd: ScanimageEnd;
  complaint: string;
  wasListingStopped: boolean;
  readonly runs: readonly FakeRun[];
}

export interface FakeRun {
  readonly args: readonly string[];
  wasStopped: boolean;
  give(bytes: Uint8Array | string): void;
  complain(words: string): void;
  end(how: number | 'killed'): void;
}

export function createFakeScanimage(listing: string): FakeScanimage {
  const runs: FakeRun[] = [];
  const fake: FakeScanimage = {
    listing,
    listingEnd: { ended: 'exited', code: 0 },
    complaint: '',
    wasListingStopped: false,
    runs,
    scanimage: (args, events) => {
      if (args.includes('--all-options')) {
        queueMicrotask(() => {
          if (fake.listingEnd.ended === 'exited' && fake.listingEnd.code === 0) events.bytes(Buffer.from(fake.listing));
          events.complained(fake.complaint);
          events.ended(fake.listingEnd);
        });
        return () => {
          fake.wasListingStopped = true;
        };
      }
      const run = startRun(args, events);
      runs.push(run);
      return () => {
        run.wasStopped = true;
      };
    },
  };
  return fake;
}

function startRun(args: readonly string[], events: ScanimageEvents): FakeRun {
  return {
    args,
    wasStopped: false,
    give: (bytes) => {
      // As the transport does: a chunk is wiped behind its listener's back.
      const chunk = Buffer.from(bytes);
      events.bytes(chunk);
      chunk.fill(0);
    },
    complain: (words) => events.complained(words),
    end: (how) => events.ended(how === 'killed' ? { ended: 'killed' } : { ended: 'exited', code: how }),
  };
}

/** A folder in the test's memory; `files` is what lies in it. */
export function createFakeFolder(): PageFolder & { readonly files: Map<string, Buffer>; isRemoved: boolean } {
  const files = new Map<string, Buffer>();
  const folder = {
    ...{ path: '/memory/pages', files, isRemoved: false },
    sizeBytes: () => [...files.values()].reduce((sum, { length }) => sum + length, 0),
    take: (name: string) => {
      const bytes = files.get(name);
      files.delete(name);
      return bytes;
    },
    remove: () => {
      folder.isRemoved = true;
    },
  };
  return folder;
}
