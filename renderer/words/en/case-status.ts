import type { CaseStatusWords } from '../wording/case-status.ts';
import type { Plain } from '../wording/shapes.ts';

export const caseStatus: CaseStatusWords = {
  caseHere: {
    'kept-here': {
      title: 'Still in this machine, not sent',
      help: 'It is safely kept and goes by itself when there is a network. Do not hand it in again.',
    },
    sent: {
      title: 'It has been sent',
      help: 'The platform has not said yet that it has it. Do not hand it in again.',
    },
    'received-there': {
      title: 'The platform has it',
      help: 'It keeps it, and passes it on to the place of handling. How far it is cannot be seen here: please call.',
    },
    'refused-there': { title: 'The platform did not take it', help: '' },
  },
  caseCode: {
    elsewhere: {
      title: 'A good receipt, but no record here',
      help: 'Please scan it at the machine that printed it, or call the number below.',
    },
    revoked: {
      title: 'The machine that printed it is out of use',
      help: 'Whether the receipt counts cannot be told here. Please call the number below.',
    },
    'unknown-key': {
      title: 'This machine does not know the receipt',
      help: 'Another machine may have printed it. Please scan it there, or call the number below.',
    },
    invalid: {
      title: 'The code on this receipt is not right',
      help: 'It may be badly printed, or changed. Please scan it again; if it stays so, call the number below.',
    },
  },
  caseRefusal: {
    'content-not-readable': 'The platform could not open it. Please hand it in again here.',
    'item-not-accepted': 'It is not taken there at present. Please call the number below.',
    'paper-not-readable': 'A page of your papers is damaged and cannot be sent. Please bring them and hand in again.',
    'number-used-twice': 'The number was given twice. Please call the number below and say it.',
    'not-receivable': 'The platform cannot take this one, and it was ended. Please hand it in again here, or call.',
    unknown: 'Why is no longer known here. Please call the number below.',
  },
  caseStatus: {
    handedIn: 'Handed in',
    call: 'Whom to call',
    done: 'Seen, leave',
    oldList: 'This machine has had no network for long; it went by a list of {{day}}.',
  },
};

export const caseStatusPlain: Plain<CaseStatusWords> = {
  caseHere: {
    'kept-here': { title: 'In this machine, not sent', help: 'It goes by itself. Do not hand it in again.' },
    sent: { help: 'No answer yet. Do not hand it in again.' },
    'received-there': { help: 'It passes it on. To ask how far it is, please call.' },
  },
  caseCode: {
    elsewhere: { title: 'A good receipt, no record here', help: 'Scan it where it was printed, or call.' },
    revoked: { title: 'That machine is out of use', help: 'Please call the number below.' },
    'unknown-key': { title: 'The receipt is not known here', help: 'Scan it where it was printed, or call.' },
    invalid: { title: 'The code is not right', help: 'Please scan it again, or call.' },
  },
};
