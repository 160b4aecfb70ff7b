import { handInOne, openReady } from './direct.ts';

/** `node hand-in-until-it-fails.ts DATA PROFILE ITEMS`: prints the numbers that were said to be kept, and why the next was not. */
const [, , data = '', profile = '', items = ''] = process.argv;
const ready = openReady(data, profile, items);
const kept: string[] = [];
for (;;) {
  const submitted = await handInOne(ready);
  if (!submitted.ok) {
    process.stdout.write(JSON.stringify({ kept, fault: submitted.error }));
    // As a process ends that has run into more trouble: without closing anything.
    process.exit(0);
  }
  kept.push(submitted.value.caseNumber);
}
