import type { FindWords } from '../wording/find.ts';
import type { Plain } from '../wording/shapes.ts';

export const find: FindWords = {
  lifeEvent: {
    child: 'Having a child',
    study: 'School',
    work: 'Work',
    home: 'A home',
    moving: 'Moving',
    marriage: 'Marriage',
    illness: 'Seeing a doctor',
    'old-age': 'Old age',
    business: 'A business',
    money: 'Tax and money',
    documents: 'Cards and certificates',
  },
  find: {
    pickEvent: 'Touch what it is about. Not sure which? Touch “Search”.',
    pickEventOrCode: 'Touch what it is about, or scan the code of what you need.',
    used: 'Done most here',
    all: 'See all',
    allTitle: 'All that can be done here',
    byWord: 'Search',
    pickItem: 'Touch what you need.',
    title: 'What do you need?',
    help: 'Type the beginning of a word or two; pinyin and its initials work too.',
    example: 'For example: criminal, or fzjl',
    nothing: 'Nothing was found',
    nothingHelp: 'Try other words, or fewer; or touch “See all”, or ask the staff.',
    back: 'To the beginning',
  },
};

export const findPlain: Plain<FindWords> = {
  find: {
    pickEvent: 'Touch one. Not there? Touch “See all”.',
    pickEventOrCode: 'Touch one. Not there? Touch “See all”.',
    help: 'A word is enough.',
    nothingHelp: 'Try fewer letters, or ask the staff.',
    back: 'Back',
  },
};
