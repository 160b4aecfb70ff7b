import { filmName } from '../../workbench/camera-film.ts';
import { keptPaper } from '../kept-pages.ts';
import type { Sampling } from './sampling.ts';
import { unanswered } from './unanswered.ts';

export function addPapers({ say, itemName, add }: Sampling): void {
  const question = { ...unanswered, itemName } as const;
  const paper = {
    ...question,
    step: { at: 5, of: 7 },
    question: 'payment-record',
    ask: say(
      '带了以前的缴费凭证吗？',
      'Do you have your payment record with you?',
      '带缴费凭证了吗？',
      'Is the record with you?',
    ),
    help: say(
      '带了就扫一下，查得快一些；没带也能办。',
      'If so, scan it: it makes things quicker. It also works without.',
    ),
  } as const;
  const pages = {
    kind: 'paper',
    maxPages: 5,
    needed: false,
    scanner: { state: 'ready', feeder: 'empty' },
    camera: null,
    stick: null,
    scan: { state: 'none' },
    standard: say('名字、号码、章看得清', 'Name, number and stamp can be read'),
    photo: null,
  } as const;
  const scanned = (count: number) =>
    ({ kind: 'paper', papers: Array.from({ length: count }, (_, at) => keptPaper(at)) }) as const;
  add('question-paper', { ...paper, view: pages });
  add('question-paper-missing', { ...paper, view: { ...pages, needed: true }, fault: 'missing' });
  add('question-paper-gone', { ...paper, view: { ...pages, needed: true }, fault: 'page-gone', changing: true });
  add('question-paper-scanning', {
    ...paper,
    view: { ...pages, scanner: { state: 'scanning' }, scan: { state: 'running', pages: 2 } },
    value: scanned(2),
  });
  add('question-paper-full', { ...paper, view: { ...pages, scan: { state: 'full' } }, value: scanned(5) });
  add('question-paper-jam', {
    ...paper,
    view: { ...pages, scanner: { state: 'jam' }, scan: { state: 'stopped', because: { state: 'jam' } } },
    value: scanned(2),
  });
  add('question-paper-needs-staff', {
    ...paper,
    view: { ...pages, needed: true, scanner: { state: 'no-scanner' } },
  });
  add('question-paper-camera', { ...paper, view: { ...pages, camera: filmName } });
  add('question-paper-camera-more', {
    ...paper,
    view: { ...pages, camera: filmName, scanner: { state: 'not-configured' } },
    value: scanned(2),
  });
  add('question-paper-camera-keeping', {
    ...paper,
    view: { ...pages, camera: filmName, scan: { state: 'keeping' } },
    value: scanned(1),
  });
  const photo = { widthPx: 358, heightPx: 441, minKb: 5, maxKb: 50, live: true } as const;
  const portrait = {
    ...paper,
    question: 'photo',
    ask: say('拍一张证件照', 'A photo for the card'),
    help: say('白色背景，不戴帽子。', 'White behind you, no hat.'),
  } as const;
  add('question-portrait', {
    ...portrait,
    view: { ...pages, maxPages: 1, camera: filmName, scanner: { state: 'not-configured' }, photo },
  });
  const stick = {
    state: 'there' as const,
    files: ['发票.jpg', 'IMG_20260901_101512.jpg', 'IMG_20260901_101458.jpg', 'mmexport1693531234567.jpeg'].map(
      (name, file) => ({ file, name, bytes: 900_000 * (file + 1) }),
    ),
  };
  add('question-paper-stick', { ...paper, view: { ...pages, camera: filmName, stick } });
  add('question-paper-stick-none', { ...paper, view: { ...pages, camera: filmName, stick: { state: 'none' } } });
  add('question-paper-stick-unreadable', { ...paper, view: { ...pages, stick: { state: 'unreadable' } } });
  add('question-paper-no-scanner', { ...paper, view: { ...pages, scanner: { state: 'no-scanner' } } });
}
