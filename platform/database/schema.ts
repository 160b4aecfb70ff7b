import type { Generated } from 'kysely';
import type { RefusalReason } from '../../main/contract/wire/deliveries.ts';

/** Times are timestamptz, bytes bytea, counters int4: what pg and PGlite hand over as the same JavaScript values. */
export interface Database {
  readonly meta: MetaTable;
  readonly terminal_prefixes: TerminalPrefixTable;
  readonly enrolment_codes: EnrolmentCodeTable;
  readonly incarnations: IncarnationTable;
  readonly cases: CaseTable;
  readonly gateway_leases: GatewayLeaseTable;
  readonly lost_cases: LostCaseTable;
  readonly bundles: BundleTable;
}

export interface MetaTable {
  name: 'epoch';
  value: number;
}

/** The last number given out under a prefix: LLZ with 2 means that LLZ01 and LLZ02 exist. */
interface TerminalPrefixTable {
  prefix: string;
  last: number;
}

interface EnrolmentCodeTable {
  /** The code's first four characters. */
  enrolment: string;
  code_key: Uint8Array;
  /** One of the two: a prefix makes a new terminal, a terminal gets its next incarnation. */
  prefix: string | null;
  terminal: string | null;
  expires_at: Date;
  failures: Generated<number>;
  /** Who used it, raw base64url, and what that made; null while unused. */
  used_by: string | null;
  given_terminal: string | null;
  given_incarnation: number | null;
}

/**
 * accepted: the terminal's present enrolment. replaced: it enrolled again since. forked: two machines go by this name.
 * revoked: by the operator. Only `accepted` may make requests; an envelope signed by any but a revoked one still counts.
 */
export type Standing = 'accepted' | 'replaced' | 'forked' | 'revoked';

interface IncarnationTable {
  terminal: string;
  incarnation: number;
  /** Ed25519, raw base64url. */
  public_key: string;
  standing: Standing;
  enrolled_at: Date;
  /** Acknowledgements given so far. */
  acknowledgements: Generated<number>;
}

/** papers-missing: the envelope holds, and is not opened before its papers are here whole. */
export type StoredOutcome = 'opened' | 'refused' | 'unknown-version' | 'conflict' | 'papers-missing';

export interface CaseTable {
  /** Raw 32 bytes in base64url. The platform's key of a case. */
  case_digest: string;
  /** Null where the version is not known and so nothing inside could be read. */
  case_number: string | null;
  terminal: string;
  incarnation: number;
  outcome: StoredOutcome;
  refusal_reason: RefusalReason | null;
  /** Null unless acknowledged. */
  acknowledgement_sequence: number | null;
  received_at: Date;
  /** How often it has arrived. */
  deliveries: Generated<number>;
  header: Uint8Array;
  manifest: Uint8Array;
  answers: Uint8Array;
  signature: Uint8Array;
  /** The opened content, the bytes as they were sealed. Null where it was not opened. */
  content: Uint8Array | null;
  receipt_secret_digest: string | null;
}

interface GatewayLeaseTable {
  terminal: string;
  incarnation: number;
  /** Goes out again when an enrolment's answer was lost. */
  first_lease: string;
  /** What the last request carried. */
  used: string | null;
  /** What was answered to requests that carried `used`; the first of them to come back ends the others. */
  issued: string[];
  /** What the last request with an old lease was answered; who comes with it is a second machine. */
  challenge: string | null;
  audit_length: number | null;
  audit_head: string | null;
  /** The signed bytes, so that a cut log can be shown to a third party. */
  audit_bytes: Uint8Array | null;
  audit_signature: Uint8Array | null;
}

/** Acknowledged before the database was restored from a backup, and not in it. */
interface LostCaseTable {
  case_digest: string;
  case_number: string;
  /** Of the acknowledgement. */
  epoch: number;
  reported_at: Date;
}

/** Items and settings as they were published. The newest one is what terminals are told of. */
interface BundleTable {
  version: number;
  /** Raw 32 bytes in base64url. */
  digest: string;
  bytes: Uint8Array;
  published_at: Date;
}
