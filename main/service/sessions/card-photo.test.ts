import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualTimers } from '../manual-timers.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { testService } from './test-service.ts';

const [mine, anothers] = ['c'.repeat(42) + 'A', 'd'.repeat(42) + 'A'];
const photo = { type: 'image/png', base64: Buffer.from('PHOTO-OF-SOMEBODY').toString('base64') } as const;

let folder: string;
let store: Store;
let service: ReturnType<typeof testService>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-photo-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  service = testService({
    store,
    papersFolder: folder,
    storageKey: new Uint8Array(32),
    timers: createManualTimers(),
  });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const photoCame = (cardSecret: string) => service.fromHost({ message: 'card-photo', cardSecret, photo });
function toCheck(): void {
  service.answer('place', { kind: 'region', code: '341202' });
  service.answer('from', { kind: 'date', date: '2018-03' });
  service.answer('until', { kind: 'date', date: '2026-11' });
  service.answer('collect', { kind: 'choice', option: 'courier' });
  service.answer('recipient', { kind: 'as-on-card' });
  service.answer('address', { kind: 'as-on-card' });
  service.answer('phone', { kind: 'phone', digits: '13812345512' });
}
const shown = () => service.session.screen();

describe('the photo on a card', () => {
  it('stands on the check page of the person whose card it is on, and goes with them', () => {
    service.toCard(true);
    service.lay(mine);
    photoCame(mine);
    expect(JSON.stringify(shown())).not.toContain(photo.base64);
    toCheck();
    expect(shown()).toMatchObject({ screen: 'check', photo });
    service.act({ act: 'leave' });
    expect(JSON.stringify(shown())).not.toContain(photo.base64);

    service.act({ act: 'finish' });
    service.toCard(false);
    service.lay(mine);
    toCheck();
    expect(shown()).toMatchObject({ screen: 'check', photo: null });
  });

  it('that comes for a card which was laid down before another is nobody’s', () => {
    service.toCard(false);
    service.lay(mine);
    photoCame(anothers);
    toCheck();
    expect(shown()).toMatchObject({ screen: 'check', photo: null });
  });

  it('that comes for somebody who has left is shown to nobody', () => {
    service.toCard(false);
    service.lay(mine);
    service.act({ act: 'leave' });
    photoCame(mine);
    expect(JSON.stringify(shown())).not.toContain(photo.base64);
  });

  it('is in nothing that is kept or handed in', () => {
    service.toCard(true);
    service.lay(mine);
    photoCame(mine);
    toCheck();
    service.act({ act: 'submit' });
    expect(service.submitted).toHaveLength(1);
    expect(JSON.stringify(service.submitted)).not.toContain(photo.base64);
    for (const name of readdirSync(folder).filter((each) => statSync(join(folder, each)).isFile())) {
      const bytes = readFileSync(join(folder, name));
      expect(bytes.includes('PHOTO-OF-SOMEBODY') || bytes.includes(photo.base64)).toBe(false);
    }
  });
});
