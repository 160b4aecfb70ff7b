import type { FrameWords } from '../wording/frame.ts';
import type { Plain } from '../wording/shapes.ts';

export const frame: FrameWords = {
  top: { brand: 'Services across provinces', elderly: 'Large text', otherLanguage: '中文' },
  line: {
    offline: 'No network just now. You can go on as usual; what you hand in is sent later by itself.',
    offlineKept: 'No network just now. Your application is kept here and is sent later by itself.',
    devicesRestarting: 'The card reader and the printer are starting again. One moment, please.',
  },
  readerLine: {
    'not-configured': 'This machine has no card reader, so it cannot help you now. Please go to the counter.',
    connecting: '',
    ready: '',
    'no-reader': 'The card reader is not connected. It is needed; please tell the staff.',
    fault: 'The card reader has a fault. It is needed; please tell the staff.',
  },
  printerLine: {
    'not-configured': 'This machine prints no receipts. You can go on; please note the case number.',
    connecting: '',
    ready: '',
    printing: '',
    'no-paper': 'The printer is out of paper. You can go on; please tell the staff.',
    'cover-open': "The printer's cover is open. You can go on; please tell the staff.",
    'cutter-stuck': "The printer's cutter is stuck. You can go on; please tell the staff.",
    fault: 'The printer has a fault. You can go on; please tell the staff.',
    'no-printer': 'The printer is not connected. You can go on; please note the case number.',
  },
  bottom: { label: 'Help and leaving', help: 'What do I do?', staff: 'Ask the staff', leave: 'Stop' },
  buttons: {
    back: 'Back',
    continue: 'Continue',
    readOn: 'See the next page first',
    changed: 'Save change',
    close: 'All right',
    previousPage: 'Page before',
    nextPage: 'Next page',
    page: 'Page {{at}} of {{of}}',
    rows: '{{first}} to {{last}} of {{of}}',
  },
  busy: {
    opening: 'Opening…',
    asking: 'Asking…',
    checking: 'Checking…',
    saving: 'Saving…',
    printing: 'Getting ready to print…',
    leaving: 'Clearing…',
    ending: 'Ending…',
    one: 'One moment…',
    goingBack: 'Going back…',
  },
  step: 'Step {{at}} of {{of}}',
  idle: {
    title: 'Are you still there?',
    nothingLost: 'Nobody is touching the screen, so this will end. What was handed in stays as it is.',
    here: 'I am here',
    seconds: 'seconds left',
  },
  idleDraft: {
    none: 'Nobody is touching the screen, so this will end. What is not handed in will be deleted.',
    kept: 'Nobody is touching the screen, so this will end. Your answers are kept; go on within 24 hours.',
    'not-erased':
      'Nobody is touching the screen, so this will end. What was kept before cannot be deleted just now; it is encrypted, and the machine keeps trying.',
  },
  leave: {
    title: 'Do you want to stop?',
    help: 'What is not handed in will be deleted. Nothing stays in the machine.',
    helpNotErased:
      'What is not handed in will be deleted. What was kept before cannot be deleted just now; it is encrypted, and the machine keeps trying.',
    stay: 'Go on',
    leave: 'Stop and delete',
  },
  askStaff: {
    title: 'Ask the staff',
    help: 'Please call at the counter, or ring this number.',
    helpAtDesk: 'Please call at the counter.',
    kept: 'What you entered stays here.',
    iAmStaff: 'I am staff',
  },
  helpTitle: 'What do I do here?',
  helpFor: {
    home: 'Each box is one thing you can do here. Touch the one you need. You need your own ID card.',
    items:
      'Each box is one thing you can do here. Touch the one you need. Not there? Touch “Search”, or go to the beginning.',
    find: 'Type what you need, a word or the beginning of one. What is found comes up above; touch it to begin.',
    notice: 'Read what is used and why. If you agree, touch “I agree, start”. If not, touch “Stop”; nothing is kept.',
    identity: 'Lay your ID card flat on the lit area, take your hand away and wait a second. It goes on by itself.',
    resume:
      'To go on with what you began last time, touch “Go on”. If you do not want it any more, touch the other button; it is then deleted.',
    question:
      'Read the question, touch or write the answer below, then “Continue”. With “Back” you can correct it, and you see it all again at the end.',
    check:
      'Read from top to bottom. If a line is wrong, touch its “Change”. If all is right, touch “It is right, hand it in”.',
    result: 'Please take your receipt. If none came out, note the case number. Then touch “Done, leave”.',
    'case-status':
      'This is how your application stands. When you have seen it, touch “Seen, leave”; nothing of it stays on the screen. Please keep the receipt.',
    goodbye: 'Please see that you have your ID card and your receipt.',
  },
};

export const framePlain: Plain<FrameWords> = {
  line: { offline: 'No network. You can go on as usual.', offlineKept: 'No network. Your application is kept.' },
  printerLine: {
    'not-configured': 'No receipts here. You can go on.',
    'no-paper': 'Printer out of paper. You can go on.',
    'cover-open': 'Printer open. You can go on.',
    'cutter-stuck': 'Printer stuck. You can go on.',
    fault: 'Printer broken. You can go on.',
    'no-printer': 'No printer. You can go on.',
  },
  bottom: { help: 'Help', staff: 'Staff' },
  buttons: { page: '{{at}} / {{of}}', rows: '{{first}}–{{last}} / {{of}}', previousPage: 'Before', nextPage: 'Next' },
  helpFor: {
    check: 'Read from top to bottom. If a line is wrong, touch its “Change”. If all is right, touch “Right, hand in”.',
  },
};
