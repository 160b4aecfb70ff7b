import { type Kysely, type Migration, Migrator, sql } from 'kysely';

/** Never changed once released; a new one is added below, with a test that starts from the one before. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`create table meta (name text primary key, value int not null)`.execute(db);
      await sql`insert into meta values ('epoch', 1)`.execute(db);
      await sql`create table terminal_prefixes (prefix text primary key, last int not null)`.execute(db);
      await sql`
        create table enrolment_codes (
          enrolment text primary key,
          code_key bytea not null,
          prefix text,
          terminal text,
          expires_at timestamptz not null,
          failures int not null default 0,
          used_by text,
          given_terminal text,
          given_incarnation int,
          check ((prefix is null) <> (terminal is null))
        )`.execute(db);
      await sql`
        create table incarnations (
          terminal text not null,
          incarnation int not null,
          public_key text not null,
          standing text not null check (standing in ('accepted', 'replaced', 'forked', 'revoked')),
          enrolled_at timestamptz not null,
          acknowledgements int not null default 0,
          primary key (terminal, incarnation)
        )`.execute(db);
      await sql`
        create table cases (
          case_digest text primary key,
          case_number text,
          terminal text not null,
          incarnation int not null,
          outcome text not null check (outcome in ('opened', 'refused', 'unknown-version', 'conflict')),
          refusal_reason text,
          acknowledgement_sequence int,
          received_at timestamptz not null,
          deliveries int not null default 1,
          header bytea not null,
          manifest bytea not null,
          answers bytea not null,
          signature bytea not null,
          content bytea,
          receipt_secret_digest text,
          foreign key (terminal, incarnation) references incarnations,
          check ((outcome in ('opened', 'refused')) = (acknowledgement_sequence is not null)),
          check ((outcome = 'refused') = (refusal_reason is not null)),
          check (outcome = 'unknown-version' or case_number is not null)
        )`.execute(db);
      // "Once" is the database's promise, not the code's: one acknowledged case a number, one case a sequence.
      await sql`
        create unique index cases_number_once on cases (case_number)
        where outcome in ('opened', 'refused')`.execute(db);
      await sql`
        create unique index cases_sequence_once on cases (terminal, incarnation, acknowledgement_sequence)
        where acknowledgement_sequence is not null`.execute(db);
      await sql`create index cases_number on cases (case_number)`.execute(db);
      await sql`
        create table gateway_leases (
          terminal text not null,
          incarnation int not null,
          first_lease text not null,
          used text,
          issued text[] not null,
          audit_length int,
          audit_head text,
          audit_bytes bytea,
          audit_signature bytea,
          primary key (terminal, incarnation)
        )`.execute(db);
    },
  },
  '0002-papers': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`alter table cases drop constraint cases_outcome_check`.execute(db);
      await sql`
        alter table cases add constraint cases_outcome_check
        check (outcome in ('opened', 'refused', 'unknown-version', 'conflict', 'papers-missing'))`.execute(db);
      // Whoever waits for papers has taken the number: another digest under it is the conflict, not the first one.
      await sql`drop index cases_number_once`.execute(db);
      await sql`
        create unique index cases_number_once on cases (case_number)
        where outcome in ('opened', 'refused', 'papers-missing')`.execute(db);
    },
  },
  '0003-lost-cases': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`
        create table lost_cases (
          case_digest text primary key,
          case_number text not null,
          epoch int not null,
          reported_at timestamptz not null
        )`.execute(db);
    },
  },
  '0004-lease-challenge': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`alter table gateway_leases add column challenge text`.execute(db);
    },
  },
  '0005-operators-refusals': {
    async up(db: Kysely<unknown>): Promise<void> {
      // One that an operator ended because another has its number takes the number from nobody.
      await sql`drop index cases_number_once`.execute(db);
      await sql`
        create unique index cases_number_once on cases (case_number)
        where outcome in ('opened', 'papers-missing')
        or (outcome = 'refused' and refusal_reason <> 'number-used-twice')`.execute(db);
    },
  },
  '0006-bundles': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`
        create table bundles (
          version int primary key,
          digest text not null,
          bytes bytea not null,
          published_at timestamptz not null
        )`.execute(db);
    },
  },
  '0007-stuck-cases': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`
        create table stuck_cases (
          case_digest text primary key,
          case_number text not null,
          terminal text not null,
          incarnation int not null,
          bytes int not null,
          because text not null,
          paper text,
          reported_at timestamptz not null,
          reported_by int not null,
          word bytea not null,
          word_signature bytea not null,
          foreign key (terminal, incarnation) references incarnations
        )`.execute(db);
      await sql`create index stuck_cases_number on stuck_cases (case_number)`.execute(db);
      await sql`
        alter table cases
          alter column header drop not null,
          alter column manifest drop not null,
          alter column answers drop not null,
          alter column signature drop not null,
          add column stated_bytes int,
          add constraint cases_envelope_is_there check (
            num_nulls(header, manifest, answers, signature) = 0
            or (num_nulls(header, manifest, answers, signature) = 4 and refusal_reason = 'not-receivable'))`.execute(
        db,
      );
      // Whose number the terminal alone has said takes it from nobody who has it, and does not hinder the operator.
      await sql`drop index cases_number_once`.execute(db);
      await sql`
        create unique index cases_number_once on cases (case_number)
        where outcome in ('opened', 'papers-missing')
        or (outcome = 'refused' and refusal_reason not in ('number-used-twice', 'not-receivable'))`.execute(db);
      await sql`alter table lost_cases add column under_revoked_key boolean not null default false`.execute(db);
    },
  },
};

/** Brings `db` to these, all in one transaction: a platform killed in the middle leaves the schema that was there before. */
export const migratorFor = <Tables>(db: Kysely<Tables>, known: Readonly<Record<string, Migration>>): Migrator =>
  new Migrator({ db, provider: { getMigrations: async () => ({ ...known }) } });
