import { expect, it } from 'vitest';
import { pageStarts } from './page-starts.ts';

it('keeps to one page without buttons while all fits', () => {
  expect(pageStarts({ tops: [0, 100, 200], end: 300, room: 300, roomWithButtons: 200 })).toEqual([0]);
});

it('leaves room for the buttons as soon as there are two pages', () => {
  expect(pageStarts({ tops: [0, 100, 200], end: 300, room: 299, roomWithButtons: 200 })).toEqual([0, 2]);
});

it('goes by the height of each row, not by their number', () => {
  expect(pageStarts({ tops: [0, 250, 300, 350], end: 400, room: 300, roomWithButtons: 300 })).toEqual([0, 2]);
});

it('gives a row higher than the room a page of its own', () => {
  expect(pageStarts({ tops: [0, 100, 900], end: 1000, room: 300, roomWithButtons: 200 })).toEqual([0, 1, 2]);
});

it('has no empty page before a first row that is higher than the room', () => {
  expect(pageStarts({ tops: [0, 800], end: 900, room: 300, roomWithButtons: 200 })).toEqual([0, 1]);
});
