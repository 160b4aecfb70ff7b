import type { Generated } from 'kysely';
import type { RefusalReason } from '../../main/contract/wire/deliveries.ts';
import type { StuckReason } from '../../main/contract/wire/stuck-cases.ts';

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
  readonly stuck_cases: StuckCaseTable;
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
  /** These four are null, all of them, where an operator refused what never came whole. */
  header: Uint8Array | null;
  manifest: Uint8Array | null;
  answers: Uint8Array | null;
  signature: Uint8Array | null;
  /** The opened content, the bytes as they were sealed. Null where it was not opened. */
  content: Uint8Array | null;
  receipt_secret_digest: string | null;
  /** What the terminal says its size is, where an operator refused it on the terminal's word; null elsewhere. */
  stated_bytes: number | null;
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
  /** The acknowledgement is under a key that has been revoked since: anybody who stole it could have written it. */
  under_revoked_key: boolean;
}

/** What a terminal has said, under its own signature, of a case that it cannot get rid of. */
interface StuckCaseTable {
  case_digest: string;
  case_number: string;
  /** The case's own, of which the one who said so may be a later enrolment. */
  terminal: string;
  incarnation: number;
  bytes: number;
  because: StuckReason;
  /** Which paper cannot be read; null where it is not about a paper. */
  paper: string | null;
  reported_at: Date;
  /** The terminal's word (contract/wire/stuck-cases.ts), so that it can be shown, and the enrolment that signed it. */
  reported_by: number;
  word: Uint8Array;
  word_signature: Uint8Array;
}

/** Items and settings as they were published. The newest one is what terminals are told of. */
interface BundleTable {
  version: number;
  /** Raw 32 bytes in base64url. */
  digest: string;
  bytes: Uint8Array;
  published_at: Date;
}
