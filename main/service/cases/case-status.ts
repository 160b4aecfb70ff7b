import { parseCaseNumber } from '../../contract/case-number.ts';
import type { CaseStanding } from '../../contract/view/case-status.ts';
import { acknowledgements, type RefusalReason } from '../../contract/wire/deliveries.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import type { ReceiptFields } from '../../contract/wire/receipt-code.ts';
import type { Words } from '../../contract/words.ts';
import { ed25519PublicKey } from '../sealing/ed25519.ts';
import { parseJson } from '../sealing/parse-json.ts';
import { verifyReceiptCode } from '../sealing/receipt-code.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import { type CaseRecord, readCaseRecord } from '../store/case-rows.ts';
import type { Store } from '../store/store.ts';

/** What a receipt's code tells here. Number and time are null where nothing proves them. */
export interface CaseStatus {
  readonly about: CaseStanding;
  readonly caseNumber: string | null;
  /** ISO 8601. */
  readonly submittedAt: string | null;
  readonly item: { readonly id: string; readonly name: Words } | null;
}

/** Public keys of the fleet's enrolments, by "LLZ01/1", as the platform has last told them. */
export interface Fleet {
  keyOf(incarnationKey: string): Uint8Array | null;
  /** YYYY-MM-DD where the list is so old that a revocation may be missing from it; null where it is not. */
  readonly oldSince: string | null;
}

const nothingProven = { caseNumber: null, submittedAt: null, item: null } as const;

/**
 * Reads a receipt's code without a network. The code opens the case because it cannot be made up: its signature is over the
 * number together with the start of the case's digest, which stands on that paper and nowhere a stranger could read it.
 * See docs/decisions: the secret inside it is for the platform.
 */
export function statusOfReceipt(
  code: string,
  {
    store,
    keys,
    keyList,
    fleet,
  }: { readonly store: Store; readonly keys: EnrolledKeys; readonly keyList: KeyList; readonly fleet: Fleet },
): CaseStatus {
  const own = `${keys.enrolment.terminal}/${keys.enrolment.incarnation}`;
  const verified = verifyReceiptCode(code, (incarnationKey) => {
    const raw = incarnationKey === own ? keys.publicKey : fleet.keyOf(incarnationKey);
    return raw === null ? null : ed25519PublicKey(raw);
  });
  if (!verified.ok) {
    if (verified.error.fault !== 'unknown-key') return { ...nothingProven, about: { standing: 'invalid' } };
    // Of an earlier enrolment of this machine the key is gone, and what it handed in may still be here.
    const { fields: claimed } = verified.error;
    const record = isItsOwnNumber(claimed) ? ourRecord(store, claimed) : null;
    return record === null ? { ...nothingProven, about: { standing: 'unknown-key' } } : here(record);
  }
  const fields = verified.value;
  if (!isItsOwnNumber(fields)) return { ...nothingProven, about: { standing: 'invalid' } };
  const record = ourRecord(store, fields);
  if (record !== null) return here(record);
  if (keyList.revokedIncarnations.includes(fields.incarnationKey)) {
    return { ...nothingProven, about: { standing: 'revoked' } };
  }
  const asOf = fields.incarnationKey === own ? null : fleet.oldSince;
  return {
    about: { standing: 'elsewhere', asOf },
    caseNumber: fields.caseNumber,
    submittedAt: fields.at,
    item: null,
  };
}

/** No machine speaks for another's numbers, however well it signs. */
function isItsOwnNumber({ caseNumber, incarnationKey }: ReceiptFields): boolean {
  const number = parseCaseNumber(caseNumber);
  return number.ok && `${number.value.terminal}/${number.value.incarnation}` === incarnationKey;
}

/** The case that this very receipt is of. Another case under the same number is none of its holder's business. */
function ourRecord(store: Store, { caseNumber, digestStart }: ReceiptFields): CaseRecord | null {
  const record = readCaseRecord(store, caseNumber);
  const start = Buffer.from(record?.caseDigest ?? '', 'base64url').subarray(0, 16);
  return record !== null && start.toString('base64url') === digestStart ? record : null;
}

const here = ({ caseNumber, submittedAt, item, itemName, state, endedBy }: CaseRecord): CaseStatus => ({
  about: { standing: 'here', state, refusal: state === 'refused-there' ? refusalIn(endedBy, caseNumber) : null },
  caseNumber,
  submittedAt,
  item: { id: item, name: itemName },
});

function refusalIn(list: string | null, caseNumber: string): RefusalReason | null {
  const said = list === null ? null : parseJson(acknowledgements, Buffer.from(list, 'base64url'));
  const ending = said?.entries.find((entry) => entry.caseNumber === caseNumber)?.ending;
  return ending?.outcome === 'refused' ? ending.reason : null;
}
