import type { GoodbyeWords } from '../wording/goodbye.ts';

export const goodbye: GoodbyeWords = {
  goodbye: {
    finished: { title: 'All done. Goodbye', help: 'The screen has been cleared.' },
    left: { title: 'All right, stopped', help: 'Everything you entered has been deleted.' },
    idle: { title: 'Ended: nobody touched the screen for a while', help: 'What was not handed in has been deleted.' },
  },
  goodbyeDraft: {
    kept: 'What you entered is kept encrypted, for 24 hours at most. Lay down the same ID card again and go on.',
    'not-erased':
      'What was kept cannot be deleted just now. It is encrypted, and the machine keeps trying. Please tell the staff.',
  },
  goodbyeReminder: 'Do you have your ID card, your receipt and your phone?',
  goodbyeCard: {
    title: 'Please take your ID card',
    help: 'It is still on the reader.',
    drawing: 'Take the ID card from the reader',
  },
  goodbyeChipCard: {
    title: 'Please take your card',
    help: 'It is still in the slot.',
    drawing: 'Pull the card out of the slot',
  },
};
