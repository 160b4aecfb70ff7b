import type { ResultWords } from '../wording/result.ts';
import type { Plain } from '../wording/shapes.ts';

export const result: ResultWords = {
  result: {
    'kept-here': {
      title: 'Kept in this machine',
      help: 'It has not been sent yet. It goes by itself; you need not wait.',
    },
    sent: {
      title: 'It has been sent',
      help: 'The platform has not said yet that it has it. You need not wait.',
    },
    'received-there': {
      title: 'The platform has it',
      help: 'It keeps it, and passes it on to the place of handling. Nobody has decided yet.',
    },
    'refused-there': {
      title: 'The platform did not take it',
      help: 'Please ask the staff to see why, and what to do.',
    },
  },
  resultRow: { number: 'Case number', item: 'What for', next: 'What comes next' },
  print: {
    printing: { title: 'Your receipt is printing below', help: 'Please wait until it is done.' },
    printed: {
      title: 'Your receipt is ready, please take it',
      help: 'It has the case number and a code. Please keep it.',
    },
    unsure: {
      title: 'Please look whether the receipt is whole',
      help: 'If it is missing or cut short, touch “Reprint receipt”.',
    },
    'no-printer': {
      title: 'No receipt here: please note the case number',
      help: 'Write it down, or take a photo of it.',
    },
    part: { title: 'The half receipt does not count', help: 'Please do not use it; wait for a whole one.' },
  },
  printStopped: {
    'not-configured': { title: 'No receipt here: please note the case number', help: 'Your application is kept.' },
    connecting: {
      title: 'The printer is getting ready',
      help: 'Your application is kept. Wait a moment, then touch “Reprint receipt”.',
    },
    ready: { title: 'The printer is ready', help: 'Your application is kept. Please touch “Reprint receipt”.' },
    printing: {
      title: 'The printer is busy',
      help: 'Your application is kept. Wait a moment, then touch “Reprint receipt”.',
    },
    'no-paper': {
      title: 'Out of paper. Your application is kept',
      help: 'Please ask the staff for paper; it then prints by itself. Or note the case number and go.',
    },
    'cover-open': {
      title: "The printer's cover is open. Your application is kept",
      help: 'Please ask the staff to close it; it then prints by itself. Or note the case number and go.',
    },
    'cutter-stuck': {
      title: "The printer's cutter is stuck. Your application is kept",
      help: 'Please ask the staff; it then prints by itself. Or note the case number and go.',
    },
    fault: {
      title: 'The printer has a fault. Your application is kept',
      help: 'Please ask the staff; it then prints by itself. Or note the case number and go.',
    },
    'no-printer': {
      title: 'The printer is not connected. Your application is kept',
      help: 'Please ask the staff; it then prints by itself. Or note the case number and go.',
    },
  },
  resultButton: { again: 'Reprint receipt', finish: 'Done, leave' },
  pages: {
    offer: 'Print what I entered on A4',
    again: 'Print A4 once more',
    stop: 'Do not print it',
    waiting:
      'Please ask the staff; it then goes on by itself. Your application is kept; if you leave, this is not printed.',
    stopped: 'Nothing came out. Your application is kept. Please ask the staff; then it can be printed.',
  },
  pagesState: {
    printing: { title: 'Printing on A4', help: 'Please wait until it is done. If you leave, it stops.' },
    printed: { title: 'Please take your A4 pages', help: 'Your personal details are on them: keep them safe.' },
    unsure: {
      title: 'Please look for your A4 pages',
      help: 'If nothing came, print them once more. Your application is kept.',
    },
  },
  pagesTrouble: {
    'not-configured': 'This machine prints no A4',
    connecting: 'The A4 printer is getting ready',
    ready: 'The A4 printer is ready',
    printing: 'The A4 printer is busy',
    busy: 'The A4 printer is busy',
    'no-paper': 'The A4 printer is out of paper',
    'cover-open': "The A4 printer's cover is open",
    jam: 'Paper is stuck in the A4 printer',
    'no-toner': 'The A4 printer is out of toner',
    paused: 'The A4 printer is paused',
    fault: 'The A4 printer has a fault',
    'no-printer': 'The A4 printer is not connected',
  },
};

export const resultPlain: Plain<ResultWords> = {
  result: {
    'kept-here': { title: 'Kept in this machine', help: 'Not sent yet. It is sent by itself.' },
    sent: { help: 'No answer from there yet. You need not wait.' },
  },
  printStopped: {
    'no-paper': { title: 'Out of paper', help: 'Your application is kept. Ask the staff for paper.' },
    'cover-open': { title: 'The printer is open', help: 'Your application is kept. Ask the staff to close it.' },
    'cutter-stuck': { title: 'The printer is stuck', help: 'Your application is kept. Please ask the staff.' },
    fault: { title: 'The printer is broken', help: 'Your application is kept. Please ask the staff.' },
    'no-printer': { title: 'No printer', help: 'Your application is kept. Please ask the staff.' },
  },
  pages: {
    offer: 'Print it on A4',
    stop: 'Do not print',
    waiting: 'Please ask the staff. It then goes on.',
    stopped: 'Your application is kept. Please ask the staff.',
  },
  pagesState: { unsure: { help: 'If nothing came, print them again.' } },
};
