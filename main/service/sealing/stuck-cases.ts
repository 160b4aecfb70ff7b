import type { StuckCases, StuckCasesRequest } from '../../contract/wire/stuck-cases.ts';
import { signFor } from './ed25519.ts';
import type { EnrolledKeys } from './terminal-keys.ts';

/** This terminal's own word on cases that it cannot get rid of, to be shown to whoever ends them. */
export function signStuckCases(cases: StuckCases['cases'], { enrolment, signingKey }: EnrolledKeys): StuckCasesRequest {
  const { terminal, incarnation } = enrolment;
  const word: StuckCases = { v: 1, terminal, incarnation, cases };
  const bytes = Buffer.from(JSON.stringify(word), 'utf8');
  const signature = signFor('stuck-cases', signingKey, bytes).toString('base64url');
  return { v: 1, bytes: bytes.toString('base64url'), signature };
}
