import type { Result } from '../../contract/result.ts';
import type { WaitReason } from '../../contract/view/waiting.ts';
import type { Acknowledgements, DeliveryResponse, Unfinished } from '../../contract/wire/deliveries.ts';
import type { WaitingCase } from './outbox.ts';
import { type Owing, owingOf, progressOf } from './paper-upload.ts';

/** Cases that wait for one and the same. */
export interface Wait {
  readonly reason: WaitReason;
  readonly detail: string;
  readonly cases: readonly WaitingCase[];
}

/**
 * Why each case that an answer did not end goes on waiting, and what the platform wants of them. Those alike are given
 * together, to be written together: a flush for each of two hundred holds up the whole service, for seconds where one
 * takes 20 ms. `verified`: what came of the answer's acknowledgements; null where it has none.
 */
export function explainWaiting(
  waiting: Iterable<WaitingCase>,
  { unfinished }: Pick<DeliveryResponse, 'unfinished'>,
  verified: Result<Acknowledgements, string> | null,
): { readonly owing: readonly Owing[]; readonly waits: readonly Wait[] } {
  const said = new Map(unfinished.map((one) => [one.caseDigest, one]));
  const named = new Set(verified?.ok === true ? verified.value.entries.map(({ caseNumber }) => caseNumber) : []);
  const owing: Owing[] = [];
  const alike = new Map<string, Wait & { readonly cases: WaitingCase[] }>();
  const note = (one: WaitingCase, reason: WaitReason, detail: string) => {
    const key = `${reason} ${detail}`;
    const known = alike.get(key);
    if (known === undefined) alike.set(key, { reason, detail, cases: [one] });
    else known.cases.push(one);
  };
  for (const one of waiting) {
    const saidOfIt = said.get(one.caseDigest);
    if (saidOfIt?.state === 'papers-missing') {
      const wanted = owingOf(one, saidOfIt.missing);
      owing.push(wanted);
      note(one, 'papers-under-way', progressOf(one, wanted.papers));
    } else if (saidOfIt !== undefined) note(one, reasonOf(saidOfIt), saidOfIt.state);
    else if (named.has(one.caseNumber)) note(one, 'acknowledgement-does-not-match', 'digest or bytes');
    // Says nothing of what is stored here, and whoever stands on the line can bring it about: no word to refuse a case by.
    else if (verified?.ok === false) note(one, 'acknowledgement-not-believed', verified.error);
    else note(one, 'platform-has-not-opened-it', 'not named in the answer');
  }
  return { owing, waits: [...alike.values()] };
}

function reasonOf({ state }: Exclude<Unfinished, { state: 'papers-missing' }>): WaitReason {
  switch (state) {
    case 'unknown-version':
      return 'platform-does-not-know-this-version';
    case 'not-verified':
      return 'platform-did-not-take-it';
    case 'envelope-missing':
      return 'platform-has-not-opened-it';
    case 'conflict':
      return 'number-used-twice';
    default:
      return state satisfies never;
  }
}
