import { describe, expect, it } from 'vitest';
import type { PrinterStatus } from '../../main/contract/devices/receipt-printer.ts';
import { en } from '../words/en.ts';
import { zh } from '../words/zh.ts';
import { canPrintAgain } from './print-again.ts';

const ready: PrinterStatus = { state: 'ready', paperNearEnd: false };
const states = Object.keys(zh.printStopped) as readonly PrinterStatus['state'][];
const statusOf = (state: PrinterStatus['state']): PrinterStatus => (state === 'ready' ? ready : { state });

describe('printing again', () => {
  it.each(states)('is offered when the printer is stopped by %s just where the words name the button', (state) => {
    const offered = canPrintAgain({ state: 'stopped', because: statusOf(state), onPaper: 'nothing' }, ready);
    expect(zh.printStopped[state].help.includes(zh.resultButton.again)).toBe(offered);
    expect(en.printStopped[state].help.includes(en.resultButton.again)).toBe(offered);
  });

  it('is not offered after a whole receipt while the printer cannot', () => {
    expect(canPrintAgain({ state: 'printed' }, ready)).toBe(true);
    expect(canPrintAgain({ state: 'printed' }, { state: 'no-paper' })).toBe(false);
  });

  it('is always offered where nobody knows what came out, for the words say so', () => {
    expect(canPrintAgain({ state: 'unsure' }, { state: 'no-paper' })).toBe(true);
    expect(zh.print.unsure.help).toContain(zh.resultButton.again);
  });
});
