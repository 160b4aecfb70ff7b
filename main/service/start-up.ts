import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../contract/item.ts';
import type { Profile } from '../contract/profile.ts';
import { err, ok, type Result } from '../contract/result.ts';
import type { Screen } from '../contract/view.ts';
import type { KeyList } from '../contract/wire/keys.ts';
import { appendAudit } from './audit/audit-log.ts';
import type { ConfigFault } from './catalog/config-fault.ts';
import { loadItems } from './catalog/item-files.ts';
import { loadProfile } from './catalog/profile-file.ts';
import type { Log } from './log.ts';
import { verifyKeyList } from './sealing/key-list.ts';
import { type EnrolledKeys, type Enrolment, readTerminalKeys } from './sealing/terminal-keys.ts';
import { isCorrupt, isDiskFault, openStore, type Store } from './store/database.ts';
import { readTerminalState, saveEnrolment } from './store/terminal-state.ts';
import { readEnrolmentFile, removeEnrolmentFile } from './sync/enrolment-file.ts';

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
      /** Known where the rest of the profile may not be. */
      readonly help: Profile['help'] | null;
      readonly configFaults: readonly ConfigFault[];
    }
  | {
      readonly state: 'ready';
      readonly dataFolder: string;
      readonly profile: Profile;
      readonly configFaults: readonly ConfigFault[];
      readonly items: readonly Item[];
      readonly store: Store;
      readonly keys: EnrolledKeys;
      readonly keyList: KeyList;
    };

export function startUp({ dataFolder, profileFile, itemsFolder }: Paths, log: Log, nowIso: () => string): StartUp {
  const unusable = makeFolder(dataFolder);
  const loaded = loadProfile(profileFile, join(dataFolder, 'profile.last-good.yaml'));
  const { items, faults: itemFaults } = loadItems(itemsFolder);
  const configFaults = [...loaded.faults, ...itemFaults];
  for (const { file, line, wrong, right } of configFaults)
    log.error({ file, line, wrong: wrong.en, right: right.en }, 'settings: not usable');

  const profile = loaded.profile;
  const outOfService = (code: OutOfServiceCode, detail: string): StartUp => {
    log.error({ code, detail }, 'out of service');
    return { state: 'out-of-service', code, profile, help: loaded.help, configFaults };
  };
  if (profile === null) return outOfService('profile-1', 'no terminal profile that can be used, and none from before');

  if (unusable !== null) return outOfService('disk-1', unusable);
  const store = openStore(dataFolder);
  if (!store.ok)
    return outOfService(store.error.fault === 'disk' ? 'disk-1' : store.error.fault, JSON.stringify(store.error));

  const refuse = (code: OutOfServiceCode, detail: string): StartUp => {
    store.value.close();
    return outOfService(code, detail);
  };
  try {
    const identity = readIdentity(store.value, dataFolder, profile, log, nowIso);
    if (!identity.ok) return refuse('enrolment-1', identity.error);
    return { state: 'ready', dataFolder, profile, configFaults, items, store: store.value, ...identity.value };
  } catch (error) {
    // The database opened and its pages do not read.
    if (!isDiskFault(error)) throw error;
    return refuse(isCorrupt(error) ? 'database-unreadable' : 'disk-1', String(error));
  }
}

function makeFolder(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return null;
  } catch (error) {
    return String(error);
  }
}

/** As whom this terminal signs, and whom it believes. The error says what is missing, for the log. */
function readIdentity(
  store: Store,
  dataFolder: string,
  profile: Profile,
  log: Log,
  nowIso: () => string,
): Result<{ readonly keys: EnrolledKeys; readonly keyList: KeyList }, string> {
  const keys = readTerminalKeys(dataFolder);
  if (!keys.ok) return err(`terminal keys: ${keys.error}`);
  const { enrolment } = keys.value;
  if (enrolment === null) return err('this terminal is not enrolled');

  const imported = importEnrolment(store, dataFolder, enrolment, nowIso());
  if (imported !== null) log.info(imported, 'enrolment taken over');
  const state = readTerminalState(store);
  if (state === null)
    return err('the keys are here and the database that goes with them is not: its counter is lost, enrol again');
  if (state.terminal !== enrolment.terminal || state.incarnation !== enrolment.incarnation) {
    return err('keys and database belong to two different enrolments');
  }
  const keyList = verifyKeyList(state.keyList, profile.platform.roots, state.keyListVersion);
  return keyList.ok
    ? ok({ keys: { ...keys.value, enrolment }, keyList: keyList.value })
    : err(`key list: ${keyList.error}`);
}

/**
 * Enrolling happens outside the service, which owns the database: what it left behind is taken over once, and the file goes.
 * Taken over a second time, into a database that was lost and made anew, it would start the counter at 1 and print numbers
 * that other people hold receipts for.
 */
function importEnrolment(
  store: Store,
  dataFolder: string,
  own: Enrolment,
  at: string,
): { readonly terminal: string; readonly incarnation: number } | null {
  const enrolled = readEnrolmentFile(dataFolder);
  if (!enrolled.ok) return null;
  const { terminal, incarnation, lease, keyList } = enrolled.value;
  // Enrolling anew was cut off before the new keys were in force: the terminal is still what it was, until it is run again.
  if (terminal !== own.terminal || incarnation !== own.incarnation) return null;
  const known = readTerminalState(store);
  const isNew = known?.terminal !== terminal || known.incarnation !== incarnation;
  if (isNew) {
    store.transaction(() => {
      saveEnrolment(store, { terminal, incarnation, lease, keyList });
      appendAudit(store, { event: 'enrolled', reference: `${terminal}/${incarnation}` }, at);
    });
  }
  removeEnrolmentFile(dataFolder);
  return isNew ? { terminal, incarnation } : null;
}
