import type { WebContents } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';
import { pageChannels } from '../contract/page-channels.ts';
import type { PageState } from '../contract/shell-service.ts';
import { pageOrigin } from './guard.ts';
import { answerPage } from './page-bridge.ts';

type Listener = (event: unknown, ...sent: unknown[]) => unknown;

const listeners = new Map<string, Listener>();
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: Listener) => listeners.set(channel, listener),
    on: (channel: string, listener: Listener) => listeners.set(channel, listener),
  },
}));

const pageOf = (origin: string): WebContents => ({ mainFrame: { origin } }) as unknown as WebContents;
const own = pageOf(pageOrigin);
const moment: PageState = { state: 'one-moment', takesLong: true, help: null };

let heard: string[];
let logged: string[];

beforeEach(() => {
  heard = [];
  logged = [];
  answerPage({
    acting: () => own,
    asking: () => own,
    state: () => moment,
    act: (act) => {
      heard.push(act.act);
      return Promise.resolve({ reply: 'done' });
    },
    told: () => heard.push('told'),
    answered: () => heard.push('answered'),
    log: (event) => logged.push(event),
  });
});

const send = (channel: string, event: unknown, ...sent: unknown[]): unknown => listeners.get(channel)?.(event, ...sent);

const ofOwn = { sender: own, senderFrame: own.mainFrame };
const stranger = pageOf(pageOrigin);

/** Each is wrong in one thing alone. */
const strangers: readonly (readonly [string, unknown])[] = [
  ['another page', { sender: stranger, senderFrame: stranger.mainFrame }],
  ['a frame inside the page', { sender: own, senderFrame: { origin: pageOrigin } }],
  ['a frame that is gone', { sender: own, senderFrame: null }],
];

it('hears the page: its question, its act, its sign of life', async () => {
  expect(send(pageChannels.current, ofOwn)).toEqual(moment);
  expect(await send(pageChannels.act, ofOwn, { act: 'agree', session: 1 })).toEqual({ reply: 'done' });
  send(pageChannels.pong, ofOwn);
  expect(heard).toEqual(['told', 'agree', 'answered']);
  expect(logged).toEqual([]);
});

it.each(strangers)('takes no sign of life, act or question from %s, and logs each', async (_who, event) => {
  send(pageChannels.pong, event);
  expect(await send(pageChannels.act, event, { act: 'agree', session: 1 })).toEqual({
    reply: 'refused',
    why: 'malformed',
  });
  expect(send(pageChannels.current, event)).toEqual({ state: 'one-moment', takesLong: false, help: null });
  expect(heard).toEqual([]);
  expect(logged).toEqual(['answer-refused', 'act-refused', 'question-refused']);
});
