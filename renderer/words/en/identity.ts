import type { IdentityWords } from '../wording/identity.ts';
import type { Plain } from '../wording/shapes.ts';

export const identity: IdentityWords = {
  identity: {
    card: {
      'getting-ready': { title: 'One moment, the card reader is nearly ready', help: 'Then lay down your ID card.' },
      waiting: { title: 'Lay your ID card flat on the lit area', help: 'Leave it there for about a second.' },
      'lift-first': { title: 'First take away the card lying there', help: 'Then lay down your own.' },
      reading: { title: 'Reading, please leave it there', help: 'About a second.' },
      'lay-again': {
        title: 'It could not be read. Please lift the card and lay it down again',
        help: 'Flat, and wait a second.',
      },
    },
    cardButton: {
      'getting-ready': 'One moment…',
      waiting: 'Waiting for the card…',
      'lift-first': 'Waiting for it to be lifted…',
      reading: 'Reading…',
      'lay-again': 'Waiting for the card…',
      refused: 'Ask the staff',
    },
    reader: {
      'not-configured': {
        title: 'This machine cannot read ID cards',
        help: 'Please ask the staff, or go to the counter.',
      },
      connecting: { title: 'The card reader is getting ready', help: 'One moment, then you can lay down your card.' },
      'no-reader': {
        title: 'The card reader is not connected',
        help: 'It comes back by itself once connected. Please ask the staff, or go to the counter.',
      },
      fault: {
        title: 'The card reader does not work just now',
        help: 'The machine keeps trying. Please ask the staff, or go to the counter.',
      },
    },
    refusal: {
      expired: {
        title: 'This ID card is past its date',
        help: 'If you have your new card, lay it down instead. If you have none yet, the staff can tell you what to do.',
      },
      'not-yet-valid': {
        title: 'This ID card is not valid yet',
        help: 'Please lay down the card that is valid today instead, or ask the staff.',
      },
      'id-number': {
        title: 'The number on this card does not add up',
        help: 'What was read is not complete. Please let the staff look at the card.',
      },
      'unknown-card': {
        title: 'This kind of card is not known here',
        help: 'Please lay down a resident ID card or a residence permit instead, or let the staff have a look.',
      },
      'too-young': { title: 'This cannot be done here yet', help: 'Please read below, or ask the staff.' },
      'card-does-not-fit': {
        title: 'This cannot be done with this kind of card',
        help: 'Please read below, or ask the staff.',
      },
    },
    noCard: 'No card, or it does not read?',
    askStaff: 'Ask the staff',
    drawing: 'Lay the ID card flat on the lit area of the reader',
  },
};

export const identityPlain: Plain<IdentityWords> = {
  identity: {
    card: {
      waiting: { title: 'Lay your ID card on the lit area', help: 'Flat, for a second.' },
      'lift-first': { title: 'First take away the card there' },
      'lay-again': { title: 'Please lift it and lay it down again', help: 'Flat, for a second.' },
    },
    cardButton: { waiting: 'Waiting…', 'lift-first': 'Waiting…', 'lay-again': 'Waiting…' },
    noCard: 'No card?',
  },
};
