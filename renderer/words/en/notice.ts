import type { NoticeWords } from '../wording/notice.ts';
import type { Plain } from '../wording/shapes.ts';

export const notice: NoticeWords = {
  notice: {
    title: 'Before you start',
    help: 'This is what we need. Your card is read only after you agree.',
    keeps: 'Where it is kept, and how long',
    forChild: 'You act for a child',
    forChildHelp:
      'Under 14, a child’s data may be used only if the guardian agrees. When you agree, you do so as the guardian.',
    keepDraft: 'Keep my answers if the power fails or I walk away',
    keepDraftHelp:
      'Encrypted on this machine, for 24 hours at most. Lay down the same ID card again and go on. Deleted when you hand in, or touch “Stop”.',
    agree: 'I agree, start',
    guide: 'Guide, questions',
  },
};

export const noticePlain: Plain<NoticeWords> = {
  notice: { help: 'Your card is read only after you agree.' },
};
