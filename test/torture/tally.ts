import type { HeldCase } from '../workbench/platform-inside.ts';

/** A case that counts as handed in: somebody saw its number, or its transaction returned. */
export interface HandedIn {
  readonly caseNumber: string;
  readonly idNumber: string;
  readonly phone: string;
}

export interface Tally {
  /** Handed in, and not on the platform as it was handed in. */
  readonly lost: number;
  /** More than once on the platform, or a number that was given to two people. */
  readonly duplicated: number;
  /** Which, for whoever looks into it. */
  readonly faults: readonly string[];
}

/**
 * Compares what people were promised with what the platform holds. A case on the platform that nobody saw a result of is
 * right: the power went between commit and screen.
 */
export function tally(handedIn: readonly HandedIn[], held: readonly HeldCase[]): Tally {
  const faults: string[] = [];
  const byNumber = grouped(held, ({ caseNumber }) => caseNumber ?? '');
  const given = grouped(handedIn, ({ caseNumber }) => caseNumber);
  let [lost, duplicated] = [0, 0];
  for (const [caseNumber, people] of given) {
    if (people.length > 1) {
      duplicated += people.length - 1;
      faults.push(`${caseNumber}: given to ${people.length} people`);
    }
    const here = byNumber.get(caseNumber) ?? [];
    for (const person of people) {
      if (here.some((one) => one.outcome === 'opened' && isOf(one, person))) continue;
      lost += 1;
      faults.push(
        `${caseNumber}: not on the platform as it was handed in (${here.map(({ outcome }) => outcome).join()})`,
      );
    }
  }
  const again = new Set<HeldCase>();
  for (const same of [byNumber, grouped(held, (one) => one.content?.caseId ?? one.caseDigest)]) {
    for (const [what, [, ...others]] of same) {
      if (others.length > 0) faults.push(`${what}: ${others.length + 1} times on the platform`);
      for (const other of others) again.add(other);
    }
  }
  return { lost, duplicated: duplicated + again.size, faults };
}

function isOf({ content }: HeldCase, { idNumber, phone }: HandedIn): boolean {
  return (
    content?.applicant.idNumber === idNumber &&
    content.answers.some(({ value }) => value.kind === 'phone' && value.digits === phone)
  );
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}
