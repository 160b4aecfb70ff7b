import { expect, it } from 'vitest';
import type { Profile } from '../../contract/profile.ts';
import type { OpenedBundle } from './bundle-content.ts';
import { createOffer } from './offer.ts';
import { smallItem } from './test-item.ts';

const profile = {
  help: { name: { zh: '柜台', en: 'Desk' }, phone: '110' },
  idle: { warnAfterSeconds: 60, endAfterSeconds: 30 },
} as Profile;
const bundle = (version: number, settings: OpenedBundle['settings'] = {}): OpenedBundle => ({
  version,
  publishedAt: '2026-11-20T00:00:00Z',
  items: [{ ...smallItem, version }],
  settings,
  faults: [],
});

it('offers what came with the package until a bundle comes, and a newer one when nobody stands there', () => {
  let [inForce, before]: [OpenedBundle | null, OpenedBundle | null] = [null, null];
  let isFree = true;
  const packaged = [{ ...smallItem, version: 9 }];
  const offer = createOffer({
    profile,
    items: packaged,
    shelf: { inForce: () => inForce, before: () => before },
    isFree: () => isFree,
  });
  expect(offer.now()).toEqual({ bundle: null, profile, items: packaged });

  isFree = false;
  inForce = bundle(10, { idle: { warnAfterSeconds: 90, endAfterSeconds: 45 } });
  expect(offer.now().items).toBe(packaged);
  isFree = true;
  expect(offer.now().items.map(({ version }) => version)).toEqual([10]);
  expect(offer.now().profile).toEqual({ ...profile, idle: { warnAfterSeconds: 90, endAfterSeconds: 45 } });

  [inForce, before] = [bundle(11), inForce];
  expect(offer.now().profile).toEqual(profile);
  expect(offer.earlier().map(({ version }) => version)).toEqual([10, 9]);
  // Its key was revoked: what came with the package serves again.
  [inForce, before] = [null, null];
  expect(offer.now().items).toBe(packaged);
});
