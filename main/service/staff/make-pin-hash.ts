import { createInterface } from 'node:readline/promises';
import { hashPin } from './pin.ts';

/** Asks instead of taking an argument: a shell's history is a file. */
const prompt = createInterface({ input: process.stdin, output: process.stderr });
const pin = (await prompt.question('PIN 工作人员密码 (4-12 digits): ')).trim();
prompt.close();
if (/^\d{4,12}$/.test(pin)) {
  process.stdout.write(`pinHash: ${hashPin(pin)}\n`);
} else {
  process.stderr.write('A PIN has 4 to 12 digits. 密码是 4 到 12 位数字。\n');
  process.exitCode = 1;
}
