import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorker, OEM, PSM } from 'tesseract.js';
import { pageToRead, type ReadingSays } from './messages.ts';

/**
 * The program that reads pages, one after the other, until its channel closes. A process of its own, and not the engine's
 * thread in the service: the engine throws where nobody can catch it when it is ended in the middle of a page, and ending
 * this gives back at once what a person's page took up.
 */
const data = join(
  dirname(fileURLToPath(import.meta.resolve('@tesseract.js-data/chi_sim/package.json'))),
  '4.0.0_best_int',
);

let nth = -1;
const say = (says: ReadingSays): void => {
  process.send?.(says);
};
process.on('disconnect', () => process.exit(0));

// All its paths are given: left to itself it asks a server on the internet.
const worker = await createWorker('chi_sim', OEM.LSTM_ONLY, {
  langPath: data,
  // It would be written into the folder the service runs in.
  cacheMethod: 'none',
  logger: ({ status, progress }) => {
    if (status === 'recognizing text') say({ says: 'share', nth, share: progress });
  },
  // Without it an error is thrown where nobody can catch it; the call that failed says so, too.
  errorHandler: () => {},
});
// Left to itself it takes a page for one block of lines and guesses at its resolution: of a ruled form it then drops fields.
await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_COLUMN, user_defined_dpi: '300' });
process.on('message', (raw) => {
  const page = pageToRead.parse(raw);
  nth = page.nth;
  void worker.recognize(Buffer.from(page.jpeg)).then(
    ({ data: { text } }) => say({ says: 'lines', nth: page.nth, lines: linesOf(text) }),
    () => say({ says: 'lines', nth: page.nth, lines: null }),
  );
});
say({ says: 'ready' });

/** The engine puts a space between any two Chinese characters. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) =>
      line.replace(/(?<=[\p{Script=Han}，。、：；（）]) +| +(?=[\p{Script=Han}，。、：；（）])/gu, '').trim(),
    )
    .filter((line) => line !== '');
}
