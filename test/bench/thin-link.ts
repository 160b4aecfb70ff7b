import { mkdirSync } from 'node:fs';
import { papersFolderIn } from '../../main/service/cases/paper-files.ts';
import { openLog } from '../../main/service/log.ts';
import { signKeyList, testKeys } from '../../main/service/sealing/test-case.ts';
import { saveEnrolment } from '../../main/service/store/terminal-state.ts';
import { startSync } from '../../main/service/sync/sync-loop.ts';
import { noBundles, noFleet } from '../../main/service/sync/test-no-bundles.ts';
import { startRealPlatform } from '../../main/service/sync/test-real-platform.ts';
import { systemTimers } from '../../main/service/timers.ts';
import { openPacedLine } from './paced-line.ts';
import { atMost, type Report } from './report.ts';
import { handIn } from './submit.ts';
import { open, outboxOf } from './terminal-under-load.ts';

const cases = 100;
/** A page in black and white, as most are; with pages of 1.5 MB this would take half an hour. */
const paperBytes = 120_000;
const bitsPerSecond = 1_000_000;

/**
 * The time that cases with papers need on a thin line, against their size over its bandwidth: what handshakes, headers,
 * questions and answers, and waiting for the platform add. The platform is the real one, in a process of its own.
 */
export async function measureThinLink(): Promise<Report> {
  const platform = await startRealPlatform();
  const line = await openPacedLine(platform.line.url, bitsPerSecond);
  try {
    const { keys, list, lease, dataFolder } = await platform.enrolled();
    const store = open(dataFolder);
    // What is signed here is not looked at: the list that counts is the enrolment's.
    saveEnrolment(store, { ...keys.enrolment, lease, keyList: signKeyList(list, testKeys().root.privateKey) });
    const papersFolder = papersFolderIn(dataFolder);
    mkdirSync(papersFolder, { recursive: true });
    const terminal = { store, folder: dataFolder, keys: { enrolled: keys, list } };
    for (let nth = 0; nth < cases; nth += 1) await handIn(terminal, papersFolder, [Buffer.alloc(paperBytes, nth)]);
    const size = store.connection.prepare('SELECT sum(bytes) FROM cases').pluck();
    const sizeBytes = Number(size.get());
    const idealSeconds = (sizeBytes * 8) / bitsPerSecond;

    const outbox = outboxOf(terminal);
    let ended = 0;
    let onAllEnded = () => {};
    const allEnded = new Promise<void>((resolve) => (onAllEnded = resolve));
    const beganMs = performance.now();
    const sync = startSync({
      profile: { platform: { url: line.url, roots: [...platform.roots] } },
      keys,
      keyList: list,
      fleet: noFleet,
      bundles: noBundles,
      outbox: {
        ...outbox,
        finishAll: (said, signed) => {
          const numbers = outbox.finishAll(said, signed);
          ended += numbers.size;
          if (ended === cases) onAllEnded();
          return numbers;
        },
      },
      timers: systemTimers,
      log: openLog('/dev/null'),
      onOnline: () => {},
    });
    await allEnded;
    const seconds = (performance.now() - beganMs) / 1000;
    await sync.stop();
    store.close();
    return {
      name: 'thin-link',
      ratios: { ratio: atMost(seconds / idealSeconds, 1.1) },
      measured: { seconds, idealSeconds, sentOverSize: line.upBytes() / sizeBytes, cases, paperBytes, bitsPerSecond },
    };
  } finally {
    line.close();
    await platform.stop();
  }
}
