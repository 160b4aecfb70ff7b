import type { ResumeWords } from '../wording/resume.ts';
import type { Plain } from '../wording/shapes.ts';

export const resume: ResumeWords = {
  resume: {
    title: 'Go on where you stopped?',
    titleOther: 'You did not finish: {{name}}',
    help: 'You had begun, and the machine stopped, or nobody touched it. What you entered is still there; if you begin again, it is deleted.',
    helpOther: 'What you entered is still there. Go on with it first, or begin the new one: then it is deleted.',
    goOn: 'Go on',
    anew: 'Begin again',
    anewOther: 'Begin the new one',
  },
  draftTrouble: {
    card: 'Your card gave no photo, so your answers cannot be kept for you. Please finish in one go.',
    disk: 'This machine cannot keep your answers just now. Please finish in one go, and tell the staff.',
    'not-erased': 'What was kept before cannot be deleted just now. The machine keeps trying; please tell the staff.',
  },
};

export const resumePlain: Plain<ResumeWords> = {
  resume: { anew: 'Begin again', anewOther: 'Begin new' },
};
