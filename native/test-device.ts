import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const controlAnswer = z.looseObject({ ok: z.literal(true), changes: z.number().optional() });
type ControlAnswer = z.infer<typeof controlAnswer>;

/** A virtual device in a process of its own, for tests. */
export interface TestDevice {
  readonly child: ChildProcess;
  /** One order over its control socket. Throws when it was not carried out. */
  order(given: object): Promise<ControlAnswer>;
  /** Resolves when it stands so: asked once, and after each thing that happens to it. For devices that count their changes. */
  until(stands: (state: ControlAnswer) => boolean): Promise<ControlAnswer>;
}

/** `script`: from native on, such as `keypad/virtual.ts`; `control`: the path of its socket. */
export async function startDevice(script: string, control: string, flags: readonly string[]): Promise<TestDevice> {
  const args = [join(import.meta.dirname, script), '--control', control, '--exit-with-parent', ...flags];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(createInterface({ input: child.stdout }), 'line');
  const socket = connect(control);
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  const order: TestDevice['order'] = async (given) => {
    socket.write(`${JSON.stringify(given)}\n`);
    return controlAnswer.parse(JSON.parse(String((await answers.next()).value)));
  };
  return {
    child,
    order,
    until: async (stands) => {
      for (;;) {
        const state = await order({ do: 'state' });
        if (stands(state)) return state;
        await order({ do: 'wait', changes: state.changes });
      }
    },
  };
}
