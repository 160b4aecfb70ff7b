import type { StaffWords } from '../wording/staff.ts';
import type { Plain } from '../wording/shapes.ts';

export const staff: StaffWords = {
  pin: {
    title: 'Staff: please enter the PIN',
    help: 'This is for staff only. Everyone else, please touch “Back”.',
    wrong: 'That PIN is not right. Please try again.',
    locked: 'Too many wrong tries. Please wait {{seconds}} seconds.',
  },
  staffCard: {
    'no-reader': 'Staff cards cannot be read now. Please enter the PIN.',
    waiting: 'Or insert your staff card, chip up.',
    asking: 'Checking the staff card. Please leave it in.',
    'insert-again': 'It did not read. Pull it, and insert it again, chip up.',
    'unknown-card': 'This is no staff card. Try another one, or enter the PIN.',
    'not-staff': "This card is not in this machine's settings. Try another one, or enter the PIN.",
  },
  staff: {
    title: 'Staff',
    cases: 'Not sent yet ({{count}})',
    devices: 'Devices',
    files: 'Settings ({{count}})',
    casesUnknown: 'Not sent yet (?)',
    nothingWaits: 'Nothing is waiting to be sent.',
    cannotLook: 'Whether anything waits here cannot be seen',
    cannotLookHelp:
      'Please do not clear this machine, and do not change its disk: cases may still be in it. Tell operations.',
    waits: 'Waiting here: {{count}}. All are kept in this machine and are sent again by themselves.',
    sendNow: 'Send now',
    askedToSend: 'Asked to send at {{time}}. Until that try is over, the reasons below are those of the one before.',
    notPrinted: 'Receipt not printed',
    reader: 'ID card reader',
    printer: 'Receipt printer',
    pagePrinter: 'A4 printer',
    paperLow: 'Paper nearly used up',
    tonerLow: 'Toner nearly used up',
    scanner: 'Scanner',
    smartCardReader: 'Card slot',
    byCard: 'Opened with staff card {{card}}. Pull the card, and this page closes.',
    codeReader: 'Code reader',
    keypad: 'Keys',
    samId: 'Security module',
    filesGood: 'All settings files can be used.',
    filesBad: 'These files need attention. Items with an error are not offered; the others are.',
    fileLine: '{{file}}, line {{line}}',
    wrong: 'Wrong',
    right: 'Right',
    back: 'Back',
    quit: 'End the program',
    quitTitle: 'End the program?',
    quitHelp: 'The window closes and nobody can use it. Kept cases are not lost and are still sent.',
    quitStay: 'Do not end',
    quitNow: 'End the program',
    nearEnd: 'Paper nearly used up',
  },
  staffTry: {
    begin: 'Try it',
    beginWhat: 'Try it: {{what}}',
    stop: 'Stop',
    stopWhat: 'Stop: {{what}}',
    notFree: 'Somebody is using the terminal. Devices can be tried when they are done.',
    putCard: 'Lay a card down or insert it.',
    putCode: 'Hold a code to the reader.',
    working: 'Trying…',
    'take-away-first': 'A card is there already. Take it away, then put it back.',
    again: 'It did not read. Please try once more.',
    printed: 'It was printed. Please see whether it is readable.',
    read: 'It works. Nothing of what was read is kept.',
    'not-worked': 'It did not work. See above why.',
    'look-at-paper': 'Whether it came out whole is not known. Please look at the paper.',
  },
  caseState: {
    'kept-here': 'Kept here, not yet sent',
    sent: 'Sent, no answer yet',
    'received-there': 'Received there',
    'refused-there': 'Not taken there',
  },
  waitReason: {
    'not-tried-yet': 'Its turn has not come yet.',
    'no-network': 'No network. It is sent when there is one.',
    'platform-does-not-answer': 'The platform does not answer. Tried again by itself.',
    'platform-identity-not-proven':
      'The other side did not prove that it is the platform, so nothing was sent. Tell operations.',
    'answer-not-understood': "The platform's answer was not understood. Tried again; tell operations if it stays.",
    'answer-signature-wrong': "The signature on the platform's answer is wrong; it was not believed. Tell operations.",
    'platform-busy': 'The platform is busy and asked us to come later.',
    'platform-error': 'The platform has an error of its own. Tried again by itself.',
    'platform-fails-on-it':
      'The platform fails whenever it gets this case; the others go on. Tried again alone, now and then. Tell operations.',
    'terminal-not-accepted': 'The platform no longer accepts this terminal. Operations must enrol it again.',
    'platform-has-not-opened-it': 'The platform has answered and not acknowledged it yet. Offered again by itself.',
    'platform-did-not-take-it':
      'The platform could not verify this case or take it in: do not count on it being there. The others go on; it is tried again. Tell operations.',
    'platform-does-not-know-this-version': 'The platform does not know this version of a case and has to be updated.',
    'number-used-twice': 'The platform has another case of this number; both are kept. Tell operations.',
    'papers-under-way': 'The application has arrived; its papers are still on their way and will follow by themselves.',
    'paper-not-readable-here':
      'One of its papers can no longer be read from this disk. The application has arrived; others are not affected. Tell operations this id:',
    'damaged-here':
      'What is kept of this case is damaged on this machine’s disk, so it is not sent. The others go on. Keep the disk as it is and tell operations.',
    'acknowledgement-not-believed':
      "The platform's acknowledgement did not verify; it was not believed. Offered again by itself; tell operations if it stays.",
    'acknowledgement-does-not-match':
      'The acknowledgement does not match what is kept here; it was not believed. Tell operations.',
  },
};

export const staffPlain: Plain<StaffWords> = {
  staff: { quit: 'End', cases: 'Waiting ({{count}})', casesUnknown: 'Waiting (?)' },
};
