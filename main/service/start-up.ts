import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../contract/item.ts';
import type { Profile } from '../contract/profile.ts';
import { err, ok, type Result } from '../contract/result.ts';
import type { Screen } from '../contract/view/screen.ts';
import type { KeyList } from '../contract/wire/keys.ts';
import { appendAudit, auditHead } from './audit/audit-log.ts';
import type { ConfigFault } from './catalog/config-fault.ts';
import { loadItems } from './catalog/item-files.ts';
import { loadProfile } from './catalog/profile-file.ts';
import { highestEpochOf } from './health/highest-epoch.ts';
import { recoveryNote } from './health/recovery-note.ts';
import { readReports } from './health/recovery-report.ts';
import { recoverDatabase } from './health/recovery.ts';
import type { Log } from './log.ts';
import { verifyKeyList } from './sealing/key-list.ts';
import { type EnrolledKeys, type Enrolment, readTerminalKeys } from './sealing/terminal-keys.ts';
import { isCorrupt } from './store/damage-watch.ts';
import { countWaiting } from './store/case-rows.ts';
import { isDiskFault, openStore } from './store/database.ts';
import type { Store, StoreFault } from './store/store.ts';
import { readDrafts } from './store/draft-rows.ts';
import { isFileFault } from './store/durable-files.ts';
import { readTerminalState, saveEnrolment, saveEpoch } from './store/terminal-state.ts';
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
      /** Those of the package, which serve until a bundle comes, and their faults. */
      readonly items: readonly Item[];
      readonly itemFaults: readonly ConfigFault[];
      readonly store: Store;
      readonly keys: EnrolledKeys;
      readonly keyList: KeyList;
    };

export function startUp({ dataFolder, profileFile, itemsFolder }: Paths, log: Log, nowIso: () => string): StartUp {
  const unusable = makeFolder(dataFolder);
  const loaded = loadProfile(profileFile, join(dataFolder, 'profile.last-good.yaml'));
  const { items, faults: itemFaults } = loadItems(itemsFolder);
  const configFaults = [...loaded.faults];
  for (const { file, line, wrong, right } of [...configFaults, ...itemFaults])
    log.error({ file, line, wrong: wrong.en, right: right.en }, 'settings: not usable');

  const profile = loaded.profile;
  const outOfService = (code: OutOfServiceCode, detail: string): StartUp => {
    log.error({ code, detail }, 'out of service');
    return {
      state: 'out-of-service',
      code,
      profile,
      help: loaded.help,
      configFaults: [...configFaults, ...itemFaults],
    };
  };
  if (profile === null) return outOfService('profile-1', 'no terminal profile that can be used, and none from before');

  if (unusable !== null) return outOfService('disk-1', unusable);
  let store: Store | null = null;
  try {
    const opened = openOrRecover(dataFolder, log, nowIso);
    if (!opened.ok) return outOfService(codeOf(opened.error), JSON.stringify(opened.error));
    store = opened.value;
    configFaults.push(...readReports(dataFolder).map(recoveryNote));
    const identity = readIdentity(store, dataFolder, profile, log, nowIso);
    if (identity.ok)
      return { state: 'ready', dataFolder, profile, configFaults, items, itemFaults, store, ...identity.value };
    store.close();
    return outOfService('enrolment-1', identity.error);
  } catch (error) {
    store?.close();
    if (!isDiskFault(error) && !isFileFault(error)) throw error;
    return outOfService('disk-1', String(error));
  }
}

/** Opens the database; one that is damaged is put aside for a new one with all that could be read of it. */
function openOrRecover(dataFolder: string, log: Log, nowIso: () => string): Result<Store, StoreFault> {
  const opened = openStore(dataFolder);
  if (opened.ok) {
    try {
      touch(opened.value);
      return opened;
    } catch (error) {
      opened.value.close();
      // Text that this program wrote as JSON and that is none any more: changed below SQLite, which has no checksums.
      if (!isCorrupt(error) && !(error instanceof SyntaxError)) throw error;
      return recoverDatabase(dataFolder, String(error), log, nowIso());
    }
  }
  const { error } = opened;
  return error.fault === 'database-damaged' ? recoverDatabase(dataFolder, error.detail, log, nowIso()) : opened;
}

/**
 * Reads what the start and the first minutes lean on. Not the whole file, as `PRAGMA quick_check` would: with 100,000 cases
 * waiting that takes longer than all else together, and a page that nobody reads can be found damaged when somebody does.
 */
function touch(store: Store): void {
  readTerminalState(store);
  auditHead(store);
  countWaiting(store);
  readDrafts(store);
}

function codeOf({ fault }: StoreFault): OutOfServiceCode {
  switch (fault) {
    case 'disk':
      return 'disk-1';
    // Also the new one that was to take its place cannot be read back.
    case 'database-damaged':
      return 'database-unreadable';
    case 'sqlite-version':
    case 'database-locked':
    case 'database-newer':
    case 'database-unreadable':
      return fault;
    default:
      return fault satisfies never;
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

  const imported = importEnrolment(store, dataFolder, enrolment, profile, nowIso());
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
  { platform: { roots } }: Profile,
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
    const believed = verifyKeyList(keyList, roots, 0);
    store.transaction(() => {
      saveEnrolment(store, { terminal, incarnation, lease, keyList });
      if (known === null && believed.ok) saveEpoch(store, highestEpochOf(store, terminal, believed.value));
      appendAudit(store, { event: 'enrolled', reference: `${terminal}/${incarnation}` }, at);
    });
  }
  removeEnrolmentFile(dataFolder);
  return isNew ? { terminal, incarnation } : null;
}
