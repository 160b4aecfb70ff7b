import type { Connection } from './store.ts';

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
  {
    version: 2,
    sql: `
      -- Whether the platform still takes this enrolment; 'not-accepted' by its own signed word alone.
      ALTER TABLE terminal_state ADD COLUMN standing TEXT NOT NULL DEFAULT 'accepted'
        CHECK (standing IN ('accepted', 'not-accepted'));
      -- The last epoch under which the platform was told what this terminal erased on its word.
      ALTER TABLE terminal_state ADD COLUMN told_epoch INTEGER NOT NULL DEFAULT 1;

      -- The order in which cases are offered, without a look at any other table: a month's queue is long.
      ALTER TABLE outbox ADD COLUMN incarnation INTEGER NOT NULL DEFAULT 0;
      UPDATE outbox SET incarnation = (SELECT incarnation FROM cases WHERE cases.case_number = outbox.case_number);
      DROP INDEX outbox_in_order;
      CREATE UNIQUE INDEX outbox_in_order ON outbox (incarnation, sequence);
      -- Of the last try: status and error codes, never content. For whoever is called to help.
      ALTER TABLE outbox ADD COLUMN detail TEXT NOT NULL DEFAULT '';

      -- A paper's ciphertext is a file of its own, named like its row. First it belongs to one session's draft, kept or
      -- not; handing in makes it the case's. What belongs to neither is an orphan, and is swept.
      CREATE TABLE papers (
        paper TEXT PRIMARY KEY,
        draft TEXT,
        case_number TEXT REFERENCES cases (case_number),
        position INTEGER,
        bytes INTEGER NOT NULL,
        chunks INTEGER NOT NULL,
        digest TEXT NOT NULL,
        CHECK ((draft IS NULL) <> (case_number IS NULL)),
        UNIQUE (case_number, position)
      ) STRICT;
      CREATE INDEX papers_of_draft ON papers (draft);

      -- Of people who agreed to it. Only their card opens it; nothing here could be tried with numbers.
      CREATE TABLE drafts (
        draft TEXT PRIMARY KEY,
        salt BLOB NOT NULL,
        sealed BLOB NOT NULL,
        -- The platform's time when it was begun; null where it was not known.
        begun_at TEXT,
        -- How long this service has been running since, in milliseconds.
        ran_ms INTEGER NOT NULL
      ) STRICT;
    `,
  },
  {
    version: 3,
    sql: `
      -- It was never a count of tries: a reason is written when it is another than before.
      ALTER TABLE outbox RENAME COLUMN attempts TO reason_changes;

      -- The last day the platform signed a time of, in days since 1970, and how many have been counted. What proves an ending
      -- goes when it is a year of these days old; by no clock that could jump.
      ALTER TABLE terminal_state ADD COLUMN platform_day INTEGER;
      ALTER TABLE terminal_state ADD COLUMN platform_days INTEGER NOT NULL DEFAULT 0;
      -- As many days had been counted when the list came.
      ALTER TABLE acknowledgements ADD COLUMN platform_days INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX tombstones_of_list ON tombstones (acknowledgement);
    `,
  },
  {
    version: 4,
    sql: `
      -- Where the audit log may be cut: ends of it that stand in a case's header, and so with the platform for good.
      CREATE TABLE audit_segments (
        length INTEGER PRIMARY KEY,
        hash TEXT NOT NULL,
        case_number TEXT NOT NULL,
        -- Days counted (terminal_state) when the platform had the case; null as long as it has not.
        held_days INTEGER
      ) STRICT;
    `,
  },
];

export const latestVersion = migrations.at(-1)?.version ?? 0;

/** Brings the schema up to date. `to` is for the tests of single steps. */
export function migrate(connection: Connection, to: number = latestVersion): void {
  for (const migration of migrations) {
    const at = Number(connection.pragma('user_version', { simple: true }));
    if (migration.version <= at || migration.version > to) continue;
    connection
      .transaction(() => {
        connection.exec(migration.sql);
        connection.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  }
  // The first write of a connection is where the binding's default came back; it is set again behind it.
  connection.pragma('synchronous = FULL');
}
