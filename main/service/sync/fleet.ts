import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FleetList, fleetList, type SignedFleetList, signedFleetList } from '../../contract/wire/fleet.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import type { Fleet } from '../cases/case-status.ts';
import type { Log } from '../log.ts';
import { verifyFor } from '../sealing/ed25519.ts';
import { verificationKey } from '../sealing/key-list.ts';
import { parseJson } from '../sealing/parse-json.ts';
import { isFileFault, writeWhole } from '../store/durable-files.ts';

const fileIn = (dataFolder: string) => join(dataFolder, 'fleet.json');
const dayMs = 86_400_000;
/** A list without a newer one for so long may lack a machine, and a key list of that time a revocation. */
const oldAfterMs = 7 * dayMs;

/**
 * The keys of the other terminals, as the platform last told them. They live in a file of their own, which is believed only as
 * long as its signature holds; without it receipts of other machines are unknown here, and nothing else is amiss.
 */
export function openFleet(parts: {
  readonly dataFolder: string;
  readonly log: Log;
  keyList(): KeyList;
  nowMs(): number;
}) {
  let list = believed(readIfThere(fileIn(parts.dataFolder)), parts.keyList());
  let isWanted = false;
  let keys = keysIn(list);

  const fleet: Fleet = {
    keyOf: (incarnationKey) => {
      const key = keys.get(incarnationKey) ?? null;
      // A machine that was enrolled since: the next contact is asked, whatever the list's age.
      if (key === null) isWanted = true;
      return key;
    },
    get oldSince() {
      if (list === null || parts.nowMs() - Date.parse(list.at) <= oldAfterMs) return null;
      return list.at.slice(0, 10);
    },
  };
  return {
    fleet,
    /** Whether the platform is to be asked at a contact. */
    isDue: (): boolean => isWanted || list === null || Math.abs(parts.nowMs() - Date.parse(list.at)) > dayMs,
    /** Takes a list that verifies and is not older than the one that is held. Returns whether it did. */
    take: (signed: SignedFleetList): boolean => {
      const next = believed(signed, parts.keyList());
      if (next === null || (list !== null && Date.parse(next.at) < Date.parse(list.at))) {
        parts.log.warn('sync: a list of the fleet was not believed');
        return false;
      }
      list = next;
      keys = keysIn(next);
      isWanted = false;
      try {
        writeWhole(fileIn(parts.dataFolder), JSON.stringify(signed));
      } catch (error) {
        // It counts until the next start, and comes again then.
        if (!isFileFault(error)) throw error;
        parts.log.warn({ why: error.code }, 'the list of the fleet could not be kept');
      }
      return true;
    },
  };
}

export type FleetShelf = ReturnType<typeof openFleet>;

function believed(signed: SignedFleetList | null, keyList: KeyList): FleetList | null {
  if (signed === null) return null;
  const key = verificationKey(keyList, 'acknowledgement', signed.key);
  const bytes = Buffer.from(signed.bytes, 'base64url');
  if (!key.ok || !verifyFor('fleet-list', key.value, Buffer.from(signed.signature, 'base64url'), bytes)) return null;
  return parseJson(fleetList, bytes);
}

const keysIn = (list: FleetList | null): ReadonlyMap<string, Uint8Array> =>
  new Map(list?.terminals.map((one) => [one.incarnation, Buffer.from(one.publicKey, 'base64url')]));

function readIfThere(file: string): SignedFleetList | null {
  try {
    return parseJson(signedFleetList, readFileSync(file));
  } catch {
    return null;
  }
}
