/**
 * The schema, one step a version; a step that has shipped is never edited. Each runs in one transaction with the new
 * `user_version`, so a cut in the middle leaves the step before it.
 */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    sql: `
      -- What this terminal is to the platform. One row, ever.
      CREATE TABLE terminal_state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        terminal TEXT NOT NULL,
        incarnation INTEGER NOT NULL,
        -- Submissions of this incarnation so far. The next number is one more; no clock is in it.
        counter INTEGER NOT NULL,
        last_case_digest TEXT,
        lease TEXT NOT NULL,
        -- Highest acknowledgement epoch seen; none older is believed.
        epoch INTEGER NOT NULL,
        -- The signed key list, as it came.
        key_list TEXT NOT NULL,
        key_list_version INTEGER NOT NULL,
        -- How far this clock was from the platform's at the last contact; null before the first.
        offset_ms INTEGER,
        contact_at TEXT
      ) STRICT;

      -- What the desk may see of a case: number, item, time, state. Nothing of the person.
      CREATE TABLE cases (
        case_number TEXT PRIMARY KEY,
        sequence INTEGER NOT NULL,
        incarnation INTEGER NOT NULL,
        case_digest TEXT NOT NULL UNIQUE,
        bytes INTEGER NOT NULL,
        item TEXT NOT NULL,
        item_name_zh TEXT NOT NULL,
        item_name_en TEXT NOT NULL,
        submitted_at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('kept-here', 'sent', 'received-there', 'refused-there')),
        UNIQUE (incarnation, sequence)
      ) STRICT;

      -- The sealed content, until the platform's signature ends the case.
      CREATE TABLE envelopes (
        case_number TEXT PRIMARY KEY REFERENCES cases (case_number),
        header BLOB NOT NULL,
        manifest BLOB NOT NULL,
        answers BLOB NOT NULL,
        signature BLOB NOT NULL
      ) STRICT;

      -- What waits, and why.
      CREATE TABLE outbox (
        case_number TEXT PRIMARY KEY REFERENCES cases (case_number),
        sequence INTEGER NOT NULL,
        reason TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        changed_at TEXT NOT NULL
      ) STRICT;
      CREATE INDEX outbox_in_order ON outbox (sequence);

      -- Whether a receipt came out. It can be known not to have, after a power cut between commit and paper.
      CREATE TABLE receipts (
        case_number TEXT PRIMARY KEY REFERENCES cases (case_number),
        state TEXT NOT NULL CHECK (state IN ('pending', 'printed', 'unsure'))
      ) STRICT;

      -- The platform's signed lists, kept with what they ended.
      CREATE TABLE acknowledgements (
        id INTEGER PRIMARY KEY,
        bytes TEXT NOT NULL,
        key TEXT NOT NULL,
        signature TEXT NOT NULL UNIQUE
      ) STRICT;
      CREATE TABLE tombstones (
        case_number TEXT PRIMARY KEY REFERENCES cases (case_number),
        case_digest TEXT NOT NULL,
        acknowledgement INTEGER NOT NULL REFERENCES acknowledgements (id),
        ended_at TEXT NOT NULL
      ) STRICT;

      CREATE TABLE audit (
        sequence INTEGER PRIMARY KEY,
        bytes BLOB NOT NULL,
        hash TEXT NOT NULL
      ) STRICT;
    `,
  },
];

export const latestVersion = migrations.at(-1)?.version ?? 0;
