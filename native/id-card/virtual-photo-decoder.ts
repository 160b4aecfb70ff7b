import { samplePhoto } from './sample-photo.ts';

/** What an operator names in the profile as the decoder of card photos, for the bench: docs/devices.md says what one has to do. */
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
const block = Buffer.concat(chunks);
if (block.length === 1024) process.stdout.write(samplePhoto(block));
else process.exitCode = 1;
