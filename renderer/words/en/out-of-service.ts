import type { OutOfServiceWords } from '../wording/out-of-service.ts';

export const outOfService: OutOfServiceWords = {
  outOfService: {
    title: 'This machine is out of service',
    help: 'Please go to the counter, or call. We are sorry for the trouble.',
    helpAtDesk: 'Please go to the counter. We are sorry for the trouble.',
    call: 'Please call',
    code: 'Code',
  },
  outOfServiceCode: {
    'profile-1': "The terminal's settings file cannot be used.",
    'enrolment-1': 'The terminal is not enrolled with the platform.',
    'enrolment-2':
      'The platform no longer accepts this terminal: it must be enrolled again. What was handed in is kept.',
    'database-newer': 'The database is of a newer version and was left untouched.',
    'database-unreadable': 'The database cannot be read and was left untouched.',
    'database-locked': 'Another program holds the database.',
    'sqlite-version': 'The database engine is too old.',
    'disk-1': 'The disk cannot be written.',
    'disk-2': 'Space is running out, so no new application is taken. What was handed in is kept, and is sent as usual.',
    'bundle-1':
      'The platform has not been heard for so long that the items may be out of date: no new application is taken. What was handed in is kept, and is sent as usual.',
  },
  oneMoment: {
    title: 'One moment, please',
    help: 'Getting ready.',
    longTitle: 'Please call the staff',
    longHelp: 'The machine is not ready. It keeps trying, and goes on by itself when it is.',
  },
};
