import { setTimeout as sleep } from 'node:timers/promises';
import type { View } from '../../main/contract/view/view.ts';
import type { SocketShell } from '../terminal/socket-shell.ts';
import type { PaperTray } from './paper-tray.ts';

/** Scans in a row that brought nothing, with a pause after each: a device host that died is back within seconds. */
const mostInVain = 20;
const pauseMs = 500;

interface AtScanner {
  readonly shell: SocketShell;
  readonly tray: PaperTray;
  readonly alive: <T>(work: Promise<T>) => Promise<T>;
  readonly onStep: (step: 'scan-asked' | 'page-shown', nth?: number) => Promise<void>;
}

/**
 * Scans until every sheet is a page of this question, in their order; of a scan that broke off those are laid in again that
 * did not become one. Returns the pages as the screen names them.
 */
export async function scanSheets(
  { shell, tray, alive, onStep }: AtScanner,
  question: string,
  sheets: readonly Buffer[],
): Promise<readonly string[]> {
  let shown = 0;
  for (let inVain = 0; inVain < mostInVain; inVain += 1) {
    const resting = await alive(
      shell.until('question', (screen) => screen.question === question && !isScanning(screen)),
    );
    const before = pagesOn(resting.screen);
    if (before.length >= sheets.length) return before;
    shown = before.length;
    await alive(tray.load(sheets.slice(shown)));
    await alive(shell.act({ act: 'scan' }));
    await onStep('scan-asked', shown);
    for (;;) {
      const { screen } = await alive(
        shell.until('question', (seen) => pagesOn(seen).length > shown || !isScanning(seen)),
      );
      if (pagesOn(screen).length === shown) break;
      shown += 1;
      await onStep('page-shown', shown - 1);
    }
    if (shown > before.length) inVain = 0;
    else await alive(sleep(pauseMs));
  }
  throw new Error(`no pages: ${JSON.stringify(shell.view().screen)}`);
}

const isScanning = (screen: View['screen']): boolean =>
  screen.screen === 'question' && screen.view.kind === 'paper' && screen.view.scan.state === 'running';

/** Those that are this question's now. */
export const pagesOn = (screen: View['screen']): readonly string[] =>
  screen.screen === 'question' && screen.value?.kind === 'paper' ? screen.value.papers : [];
