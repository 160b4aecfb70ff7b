import { type Duplex, duplexPair } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFrameReader, encodeFrame } from '../contract/frames.ts';
import { type ServiceToShell, type ShellToService, shellToService } from '../contract/shell-service.ts';
import type { View } from '../contract/view/view.ts';
import { linkToService, type ServiceLink } from './service-link.ts';

const view: View = {
  run: 'run-1',
  session: 4,
  place: '柳林镇',
  language: 'zh',
  elderly: false,
  online: true,
  reader: { state: 'ready', samId: '05.01-20101129-0001228293-0296863149' },
  printer: { state: 'ready', paperNearEnd: false },
  devicesRestarting: false,
  inSession: true,
  draftAtIdle: 'none',
  helpName: '服务台',
  helpPhone: '0558-2250012',
  idleEndsInSeconds: null,
  codesAreTyped: false,
  keys: { pressed: [], typed: null },
  panelHeightMm: 598,
  screen: { screen: 'goodbye', because: 'left', draft: 'none', cardPresent: false, chipCardPresent: false },
};

/** The service's end of one connection. */
interface Far {
  readonly got: ShellToService[];
  say(message: ServiceToShell): void;
  sayRaw(bytes: Uint8Array): void;
  hangUp(): void;
}

let events: string[];
let logged: string[];
let due: { readonly atMs: number; readonly run: () => void }[];
let far: Far[];
let link: ServiceLink;

beforeEach(() => {
  events = [];
  logged = [];
  due = [];
  far = [];
  link = linkToService({
    connect: answeredCall,
    timers: {
      after(ms, run) {
        const timer = { atMs: ms, run };
        due.push(timer);
        return () => {
          due = due.filter((one) => one !== timer);
        };
      },
    },
    onView: (shown) => events.push(`view of session ${shown.session}`),
    onAway: () => events.push('away'),
    onWipe: () => events.push('wipe'),
    onQuit: () => events.push('quit'),
    log: (event) => logged.push(event),
  });
});

function answeredCall(): Duplex {
  const [near, other] = duplexPair();
  const read = createFrameReader();
  const got: ShellToService[] = [];
  other.on('data', (bytes: Uint8Array) => {
    const messages = read(bytes);
    if (messages.ok) got.push(...messages.value.map((raw) => shellToService.parse(raw)));
  });
  other.on('error', () => {});
  far.push({
    got,
    say: (message) => other.write(encodeFrame(message)),
    sayRaw: (bytes) => other.write(bytes),
    hangUp: () => near.destroy(),
  });
  setImmediate(() => near.emit('connect'));
  return near;
}

/** Streams hand on in turns of the event loop; a few turns are all there is to wait for. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function newest(): Far {
  const last = far.at(-1);
  if (last === undefined) throw new Error('nobody has called');
  return last;
}

async function reconnect(): Promise<void> {
  const [timer] = due.splice(0, 1);
  timer?.run();
  await settle();
}

describe('the line to the service', () => {
  it('says at first that it held nobody', async () => {
    await settle();
    expect(newest().got).toEqual([{ message: 'attach', lastRun: null, heldSession: false }]);
  });

  it('says after a break whose run it saw last and that somebody was in the middle', async () => {
    await settle();
    newest().say({ message: 'view', view });
    await settle();
    newest().hangUp();
    await settle();
    expect(events).toEqual(['view of session 4', 'away']);
    await reconnect();
    expect(newest().got).toEqual([{ message: 'attach', lastRun: 'run-1', heldSession: true }]);
  });

  it('hands on wipe and quit in their order among the views', async () => {
    await settle();
    newest().say({ message: 'wipe' });
    newest().say({ message: 'view', view: { ...view, session: 5 } });
    newest().say({ message: 'quit' });
    await settle();
    expect(events).toEqual(['wipe', 'view of session 5', 'quit']);
  });

  it('calls again after 0.2 s, then ever later, at last every 5 s; a good message starts over', async () => {
    const pauses: number[] = [];
    for (let call = 0; call < 7; call += 1) {
      await settle();
      newest().hangUp();
      await settle();
      pauses.push(due[0]?.atMs ?? 0);
      await reconnect();
    }
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
    newest().say({ message: 'view', view });
    await settle();
    newest().hangUp();
    await settle();
    expect(due[0]?.atMs).toBe(200);
  });

  it('gives each act its own answer, in whatever order they come', async () => {
    await settle();
    const first = link.act({ act: 'here', session: 4 });
    const second = link.act({ act: 'agree', session: 4 });
    await settle();
    const ids = newest().got.flatMap((message) => (message.message === 'act' ? [message.id] : []));
    newest().say({ message: 'act-reply', id: ids[1] ?? 0, reply: { reply: 'refused', why: 'not-now' } });
    newest().say({ message: 'act-reply', id: ids[0] ?? 0, reply: { reply: 'done' } });
    expect(await first).toEqual({ reply: 'done' });
    expect(await second).toEqual({ reply: 'refused', why: 'not-now' });
    expect(due).toEqual([]);
  });

  it('answers an act itself when the service is away, goes away, or says nothing', async () => {
    const noService = { reply: 'refused', why: 'no-service' };
    expect(await link.act({ act: 'agree', session: 4 })).toEqual(noService);
    await settle();
    const unanswered = link.act({ act: 'agree', session: 4 });
    due[0]?.run();
    expect(await unanswered).toEqual(noService);
    const cutOff = link.act({ act: 'agree', session: 4 });
    newest().hangUp();
    expect(await cutOff).toEqual(noService);
  });

  it('forgets an act that is answered: a late or a second answer is for nobody', async () => {
    await settle();
    const act = link.act({ act: 'agree', session: 4 });
    due[0]?.run();
    await act;
    newest().say({ message: 'act-reply', id: 1, reply: { reply: 'done' } });
    await settle();
    expect(logged).toEqual(['reply-not-awaited']);
  });

  it('refuses a message of no known form, logs it, and goes on', async () => {
    await settle();
    newest().sayRaw(encodeFrame({ message: 'view', view: { ...view, secret: 'x' } }));
    newest().say({ message: 'wipe' });
    await settle();
    expect(events).toEqual(['wipe']);
    expect(logged).toEqual(['message-refused']);
  });

  it('hangs up when the bytes are no frames: where the next message begins is not known', async () => {
    await settle();
    newest().sayRaw(Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0x7b]));
    await settle();
    expect(logged).toEqual(['line-broken']);
    expect(events).toEqual(['away']);
  });
});
