import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Programs } from '../workbench/programs.ts';
import type { RunFolder } from '../workbench/run-folder.ts';
import type { TerminalWindow } from './terminal-window.ts';

export interface StepTaken {
  readonly name: string;
  readonly ms: number;
}

/** Where a journey plays: a terminal with everything around it, and somebody who writes down what happens. */
export interface Stage {
  readonly programs: Programs;
  readonly window: TerminalWindow;
  readonly folder: RunFolder;
  /** Where pictures and the report go. */
  readonly results: string;
  /** One step of the journey: what is done and asserted in it, timed. Gives what the work gives. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Keeps the screen as it is now as NN-name.png. */
  show(name: string): Promise<void>;
}

export interface Diary {
  readonly steps: readonly StepTaken[];
  /** The step that is being taken, or was when it failed. */
  readonly current: string;
}

export async function emptyResults(results: string): Promise<void> {
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
}

export function stageOf(
  parts: Pick<Stage, 'programs' | 'window' | 'folder' | 'results'>,
  start: StepTaken,
  say: (line: string) => void,
): { readonly stage: Stage; readonly diary: () => Diary } {
  const steps = [start];
  let current = start.name;
  let pictures = 0;
  return {
    diary: () => ({ steps, current }),
    stage: {
      ...parts,
      step: async (name, work) => {
        current = name;
        const began = performance.now();
        const found = await work();
        const ms = Math.round(performance.now() - began);
        steps.push({ name, ms });
        say(`  ${name} (${ms} ms)`);
        return found;
      },
      show: async (name) => {
        pictures += 1;
        await parts.window.picture(path.join(parts.results, `${String(pictures).padStart(2, '0')}-${name}.png`));
      },
    },
  };
}
