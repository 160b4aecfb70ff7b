import type { HomeWords } from '../wording/home.ts';
import type { Plain } from '../wording/shapes.ts';

export const home: HomeWords = {
  home: {
    title: 'What would you like to do today?',
    help: 'Touch what you need.',
    helpOrCode: 'Touch what you need, or scan its code.',
    interrupted:
      'The machine has just restarted. What was not handed in has been deleted; everything with a case number is kept. If you are not sure, please ask the staff.',
    draftWaits:
      'The machine has just restarted. If you agreed to have your answers kept, choose your item, lay your card down, and go on. If not, what was not handed in has been deleted. Whatever has a case number is kept.',
    noItems: 'Nothing can be done here just now. Please ask the staff.',
    howTitle: 'Done in three steps',
    howCard: 'Lay down your ID card',
    howAnswer: 'Answer a few questions',
    howReceipt: 'Take your receipt',
  },
  homeCode: {
    unknown: 'This code is for nothing here. Please touch what you need.',
    unreadable: 'The code could not be read. Hold it still before the reader and scan it again.',
  },
};

export const homePlain: Plain<HomeWords> = {
  home: {
    title: 'What do you need today?',
    interrupted:
      'The machine restarted. What was not handed in is deleted; what has a case number is kept. Not sure? Ask the staff.',
    draftWaits:
      'The machine restarted. If you had answers kept, choose your item and lay down your card. If not, begin again. Case numbers still count.',
  },
};
