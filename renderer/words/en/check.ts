import type { CheckWords } from '../wording/check.ts';
import type { Plain } from '../wording/shapes.ts';

export const check: CheckWords = {
  check: {
    title: 'Please read it through. Is it right?',
    help: 'To change something, touch “Change”; you come straight back.',
    change: 'Change',
    changeWhat: 'Change: {{what}}',
    submit: 'It is right, hand it in',
    failedTitle: 'It could not be saved',
    photo: 'Photo on the card',
    photoNote: 'To compare, here only. It is not kept and not sent.',
  },
  submitFailure: {
    'disk-full':
      'This machine is full. Everything you entered is still here. Please ask the staff, then hand it in again.',
    'disk-fault':
      'Everything you entered is still here. Please hand it in again; if that does not help, ask the staff.',
    'no-sealing-key':
      'This machine cannot take applications just now. Everything you entered is still here. Please ask the staff, then hand it in again.',
  },
};

export const checkPlain: Plain<CheckWords> = {
  check: { title: 'Is it all right?', help: 'To correct, touch “Change”.', submit: 'Right, hand in' },
};
