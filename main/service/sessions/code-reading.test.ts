import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeEvent, CodeReaderStatus } from '../../contract/devices/code-reader.ts';
import { type Item, item } from '../../contract/item.ts';
import type { CaseStatus } from '../cases/case-status.ts';
import { createManualTimers } from '../manual-timers.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { sampleItem } from './sample-item.ts';
import { testService } from './test-service.ts';

/** Codes at the first screen and at a question that takes one, through a whole session. */
const numbered: Item = item.parse({
  ...sampleItem,
  questions: [
    {
      id: 'number',
      kind: 'text',
      content: 'number',
      fromCode: true,
      ask: { zh: '编号', en: 'Number' },
      label: { zh: '编号', en: 'Number' },
    },
    ...sampleItem.questions,
  ],
});

let folder: string;
let store: Store;
let timers: ReturnType<typeof createManualTimers>;
let service: ReturnType<typeof testService>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codes-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(opened.error.fault);
  store = opened.value;
  timers = createManualTimers();
  service = testService({ store, papersFolder: folder, storageKey: new Uint8Array(32), timers, items: [numbered] });
});
afterEach(() => {
  service.session.stop();
  service.drafts.stop();
  store.close();
  rmSync(folder, { recursive: true });
});

const status = (state: CodeReaderStatus): void =>
  service.session.onHostMessage({ message: 'device-status', device: 'codeReader', status: state });
const lastOrder = () => service.toHost.findLast((each) => each.message === 'read-code');
const code = (event: CodeEvent, ticket = lastOrder()?.ticket ?? ''): void =>
  service.session.onHostMessage({ message: 'code', ticket, code: event });
const read = (text: string, ticket?: string): void => code({ event: 'read', text }, ticket);
const shown = () => {
  const screen = service.session.screen();
  return screen.screen === 'question' && 'code' in screen.view ? screen.view.code : null;
};
function toNumber(): void {
  service.toCard(false);
  service.lay(null);
  expect(service.session.screen()).toMatchObject({ screen: 'question', question: 'number' });
}

it('opens the item that a code at the first screen names', () => {
  status({ state: 'ready' });
  expect(lastOrder()).toMatchObject({ light: false });
  read('tongban:item:sample');
  expect(service.session.screen()).toMatchObject({ screen: 'notice' });
});

it('opens it by its basic code, too', () => {
  status({ state: 'ready' });
  read(`${numbered.basicCode}`);
  expect(service.session.screen()).toMatchObject({ screen: 'notice' });
});

it.each([
  ['https://example.org', 'unknown'],
  ['tongban:item:other', 'unknown'],
])('says what a code is that opens nothing: %s', (text, is) => {
  status({ state: 'ready' });
  read(text);
  expect(service.session.screen()).toMatchObject({ screen: 'home', code: is });
  // And takes the next one.
  timers.pass(20_000);
  expect(service.session.screen()).toMatchObject({ screen: 'home', code: null });
  read('tongban:item:sample');
  expect(service.session.screen()).toMatchObject({ screen: 'notice' });
});

describe('a receipt held there on the first screen', () => {
  const about = { standing: 'here', state: 'kept-here', refusal: null } as const;
  const here: CaseStatus = {
    about,
    caseNumber: 'LLZ01-1-0027-43',
    submittedAt: '2026-11-23T06:32:00.000Z',
    item: { id: 'sample', name: { zh: '样例', en: 'Sample' } },
  };
  let known: CaseStatus;
  let wipes: number;
  beforeEach(() => {
    known = here;
    wipes = 0;
    service.session.stop();
    service = testService({
      store,
      papersFolder: folder,
      storageKey: new Uint8Array(32),
      timers,
      items: [numbered],
      receiptStatus: (text) => (text === 'TB1|mine' ? known : { ...here, caseNumber: 'LLZ01-1-0028-40' }),
      onWipe: () => (wipes += 1),
    });
    status({ state: 'ready' });
    read('TB1|mine');
  });

  it('opens its case, follows it, and leaves nothing of it behind', () => {
    const shown = { screen: 'case-status', caseNumber: 'LLZ01-1-0027-43', itemName: '样例', about };
    expect(service.session.screen()).toMatchObject(shown);
    expect(service.session.about().inSession).toBe(false);
    known = { ...here, about: { ...about, state: 'sent' } };
    service.session.onCaseChanged('LLZ01-1-0027-43');
    expect(service.session.screen()).toMatchObject({ about: { state: 'sent' } });
    const before = service.session.about().session;
    service.act({ act: 'finish' });
    expect(service.session.screen()).toMatchObject({ screen: 'home' });
    expect(wipes).toBe(1);
    expect(service.session.about().session).not.toBe(before);
  });

  it('is gone when nobody touches the screen any more', () => {
    timers.pass(150_000);
    expect(service.session.screen()).toMatchObject({ screen: 'home' });
    expect(wipes).toBe(1);
  });

  it('gives way to the next one, and to nothing else', () => {
    read('tongban:item:sample');
    expect(service.session.screen()).toMatchObject({ caseNumber: 'LLZ01-1-0027-43' });
    read('TB1|another');
    expect(service.session.screen()).toMatchObject({ caseNumber: 'LLZ01-1-0028-40' });
    expect(wipes).toBe(1);
  });

  it('says nothing of what comes next where the platform did not take it', () => {
    known = { ...here, about: { ...about, state: 'refused-there', refusal: 'item-not-accepted' } };
    service.session.onCaseChanged('LLZ01-1-0027-43');
    expect(service.session.screen()).toMatchObject({ next: '', about: { refusal: 'item-not-accepted' } });
  });
});

it('puts a code into the question, lit by a touch, and says that it was scanned', () => {
  status({ state: 'ready' });
  toNumber();
  expect(shown()).toEqual({ state: 'none', canLight: true, text: null, nth: 0 });
  service.act({ act: 'light-code' });
  expect(lastOrder()).toMatchObject({ light: true });
  expect(shown()?.state).toBe('looking');
  read('WF-2026-0012');
  expect(shown()).toEqual({ state: 'read', canLight: true, text: 'WF-2026-0012', nth: 1 });
  service.answer('number', { kind: 'text', text: 'WF-2026-0012' });
  expect(service.session.screen()).toMatchObject({ question: 'place' });
  expect(service.toHost.at(-1)).toMatchObject({ message: 'stop-code' });
});

it.each([
  ['WF-2026-0012', 'scanned'],
  ['WF-2026-0013', 'typed'],
])('hands in how the answer was given: %s was %s', (text, source) => {
  service.session.stop();
  const short: Item = { ...numbered, questions: numbered.questions.slice(0, 1) };
  service = testService({ store, papersFolder: folder, storageKey: new Uint8Array(32), timers, items: [short] });
  status({ state: 'ready' });
  toNumber();
  read('WF-2026-0012');
  service.answer('number', { kind: 'text', text });
  service.act({ act: 'submit' });
  expect(service.submitted[0]?.content.answers).toMatchObject([{ question: 'number', source }]);
});

it('refuses a code that is none such, goes on looking, and gives up after a while', () => {
  status({ state: 'ready' });
  toNumber();
  service.act({ act: 'light-code' });
  read('https://example.org/?q=1');
  expect(shown()).toMatchObject({ state: 'not-this', text: null });
  expect(lastOrder()).toMatchObject({ light: true });
  code({ event: 'unreadable' });
  expect(shown()).toMatchObject({ state: 'unreadable' });
  timers.pass(30_000);
  expect(lastOrder()).toMatchObject({ light: false });
});

it('takes no code that was asked for by a screen that is gone', () => {
  status({ state: 'ready' });
  const atHome = lastOrder()?.ticket ?? '';
  toNumber();
  read('tongban:item:sample', atHome);
  read('WF-2026-0012', atHome);
  expect(shown()?.text).toBeNull();
  const ofPerson = lastOrder()?.ticket ?? '';
  service.act({ act: 'leave' });
  expect(service.toHost).toContainEqual({ message: 'stop-code', ticket: ofPerson });
  read('WF-2026-0012', ofPerson);
  expect(JSON.stringify(service.session.screen())).not.toContain('WF-2026');
});

it('asks again when the reader is there again, and says while it is not', () => {
  status({ state: 'ready' });
  toNumber();
  status({ state: 'no-reader' });
  expect(shown()?.state).toBe('out');
  const before = lastOrder()?.ticket;
  status({ state: 'ready' });
  expect(lastOrder()?.ticket).not.toBe(before);
  read('WF-2026-0012');
  expect(shown()?.state).toBe('read');
});

it('takes typed codes only from a reader that types', () => {
  expect(service.act({ act: 'typed-code', text: 'tongban:item:sample' })).toMatchObject({ reply: 'refused' });
  status({ state: 'types' });
  expect(service.act({ act: 'typed-code', text: 'tongban:item:sample' })).toEqual({ reply: 'done' });
  expect(service.session.screen()).toMatchObject({ screen: 'notice' });
});

it('takes no code while something stands over the screen', () => {
  service.session.stop();
  let covered = true;
  const isCovered = () => covered;
  service = testService({
    store,
    papersFolder: folder,
    storageKey: new Uint8Array(32),
    timers,
    items: [numbered],
    isCovered,
  });
  status({ state: 'ready' });
  read('tongban:item:sample');
  expect(service.session.screen()).toMatchObject({ screen: 'home', code: null });
  covered = false;
  read('tongban:item:sample');
  expect(service.session.screen()).toMatchObject({ screen: 'notice' });
});

it('offers nothing where there is no reader', () => {
  status({ state: 'not-configured' });
  expect(service.session.screen()).toMatchObject({ takesCodes: false });
  toNumber();
  expect(shown()).toBeNull();
  expect(service.act({ act: 'light-code' })).toMatchObject({ reply: 'refused' });
});

it('takes the credit code out of the address that a licence carries', () => {
  const company = { zh: '单位', en: 'Company' };
  const licensed = item.parse({
    ...sampleItem,
    questions: [{ id: 'company', kind: 'credit-code', fromCode: true, ask: company, label: company }],
  });
  service.session.stop();
  service = testService({ store, papersFolder: folder, storageKey: new Uint8Array(32), timers, items: [licensed] });
  service.toCard(false);
  service.lay(null);
  status({ state: 'ready' });
  read('https://example.gov.cn/?uniscid=91330100799655058C');
  expect(shown()).toMatchObject({ state: 'not-this' });
  read('https://example.gov.cn/?uniscid=91330100799655058B');
  expect(shown()).toMatchObject({ state: 'read', text: '91330100799655058B' });
  service.answer('company', { kind: 'credit-code', code: '91330100799655058B' });
  expect(service.session.screen()).toMatchObject({ screen: 'check' });
});
