import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../contract/item.ts';
import type { Profile } from '../contract/profile.ts';
import type { Screen } from '../contract/view.ts';
import type { KeyList } from '../contract/wire/keys.ts';
import { appendAudit } from './audit/audit-log.ts';
import type { ConfigFault } from './catalog/config-fault.ts';
import { loadItems } from './catalog/item-files.ts';
import { loadProfile } from './catalog/profile-file.ts';
import type { Log } from './log.ts';
import { verifyKeyList } from './sealing/key-list.ts';
import { type EnrolledKeys, readTerminalKeys } from './sealing/terminal-keys.ts';
import { openStore, type Store } from './store/database.ts';
import { readTerminalState, saveEnrolment } from './store/terminal-state.ts';
import { readEnrolmentFile } from './sync/enrolment-file.ts';

export type OutOfServiceCode = Extract<Screen, { screen: 'out-of-service' }>['code'];

export interface Paths {
  readonly dataFolder: string;
  readonly profileFile: string;
  readonly itemsFolder: string;
}

/** What the terminal has to work with. Missing parts close it, with a code; a faulty item or profile alone does not. */
export type StartUp =
  | {
      readonly state: 'out-of-service';
      readonly code: OutOfServiceCode;
      readonly profile: Profile | null;
      readonly configFaults: readonly ConfigFault[];
    }
  | {
      readonly state: 'ready';
      readonly profile: Profile;
      readonly configFaults: readonly ConfigFault[];
      readonly items: readonly Item[];
      readonly store: Store;
      readonly keys: EnrolledKeys;
      readonly keyList: KeyList;
    };

export function startUp({ dataFolder, profileFile, itemsFolder }: Paths, log: Log, nowIso: () => string): StartUp {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const loaded = loadProfile(profileFile, join(dataFolder, 'profile.last-good.yaml'));
  const { items, faults: itemFaults } = loadItems(itemsFolder);
  const configFaults = [...loaded.faults, ...itemFaults];
  for (const { file, line, wrong, right } of configFaults)
    log.error({ file, line, wrong: wrong.en, right: right.en }, 'settings: not usable');

  const profile = loaded.profile;
  const outOfService = (code: OutOfServiceCode, detail: string): StartUp => {
    log.error({ code, detail }, 'out of service');
    return { state: 'out-of-service', code, profile, configFaults };
  };
  if (profile === null) return outOfService('profile-1', 'no terminal profile that can be used, and none from before');
  if (items.length === 0) return outOfService('items-1', 'no item that can be offered');

  const store = openStore(dataFolder);
  if (!store.ok)
    return outOfService(store.error.fault === 'disk' ? 'disk-1' : store.error.fault, JSON.stringify(store.error));

  const refuse = (detail: string): StartUp => {
    store.value.close();
    return outOfService('enrolment-1', detail);
  };
  const keys = readTerminalKeys(dataFolder);
  if (!keys.ok) return refuse(`terminal keys: ${keys.error}`);
  const { enrolment } = keys.value;
  if (enrolment === null) return refuse('this terminal is not enrolled');

  const imported = importEnrolment(store.value, dataFolder, nowIso());
  if (imported !== null) log.info(imported, 'enrolment taken over');
  const state = readTerminalState(store.value);
  if (state === null || state.terminal !== enrolment.terminal || state.incarnation !== enrolment.incarnation) {
    return refuse('keys and database belong to two different enrolments');
  }
  const keyList = verifyKeyList(state.keyList, profile.platform.roots, state.keyListVersion);
  if (!keyList.ok) return refuse(`key list: ${keyList.error}`);
  return {
    state: 'ready',
    profile,
    configFaults,
    items,
    store: store.value,
    keys: { ...keys.value, enrolment },
    keyList: keyList.value,
  };
}

/** Enrolling happens outside the service, which owns the database: what it left behind is taken over once. */
function importEnrolment(
  store: Store,
  dataFolder: string,
  at: string,
): { readonly terminal: string; readonly incarnation: number } | null {
  const enrolled = readEnrolmentFile(dataFolder);
  if (!enrolled.ok) return null;
  const { terminal, incarnation, lease, keyList } = enrolled.value;
  const known = readTerminalState(store);
  if (known?.terminal === terminal && known.incarnation === incarnation) return null;
  store.transaction(() => {
    saveEnrolment(store, { terminal, incarnation, lease, keyList });
    appendAudit(store, { event: 'enrolled', reference: `${terminal}/${incarnation}` }, at);
  });
  return { terminal, incarnation };
}
