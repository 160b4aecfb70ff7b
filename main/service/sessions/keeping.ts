import type { DraftAtEnd, DraftTrouble } from '../../contract/view/screen.ts';
import type { Drafts, OpenedDraft } from '../cases/drafts.ts';
import { isIdentified } from './form.ts';
import { contentOf } from './kept-draft.ts';
import type { Wording } from './screens.ts';
import type { IdentifiedPerson, Person, Stage } from './stage.ts';

export interface Keeping {
  /** Makes durable what this stage adds to the one before. False where the disk did not take it: then nothing changed there. */
  follow(stage: Stage): boolean;
  /** From now on this session goes on with that draft. */
  takeUp(found: OpenedDraft): void;
  /** Where it is not as the person wants it: nothing can be kept, or what they took back is not erased yet. */
  trouble(person: Person): DraftTrouble | null;
  /** The person begins anew, and wants the draft that their card opened no more. */
  giveUp(found: OpenedDraft): void;
  /** What would become of this session's draft if its person vanished now. */
  atIdle(stage: Stage): DraftAtEnd;
  /** The session at this stage is over. Returns what becomes of its draft. */
  end(stage: Stage, because: 'finished' | 'left' | 'idle'): DraftAtEnd;
}

/**
 * Keeps on the disk what has to be there of the person who stands here: their pages always, their answers only if they
 * agreed. Of somebody who vanished the draft stays; whoever leaves by the button or is done takes it along.
 */
export function createKeeping(drafts: Drafts, wording: () => Wording): Keeping {
  const nothing = { content: 'null', papers: new Set<string>() } as const;
  let onDisk: { readonly content: string; readonly papers: ReadonlySet<string> } = nothing;
  let failed = false;
  let givenUp: string | null = null;

  const isHere = (): boolean => onDisk.content !== nothing.content;
  // The disk may hold on to what its person took back. That is not kept.
  const isKept = (stage: Stage): boolean =>
    stage.stage === 'resume' || (personAt(stage)?.keepDraft === true && isHere());

  /** What the person took back, of this session or of an earlier one, and the disk still holds. */
  const isNotErased = (person: Person | null): boolean =>
    (givenUp !== null && drafts.isHeldBack(givenUp)) || (person?.keepDraft === false && isHere());

  const secretOf = ({ keepDraft, identified }: IdentifiedPerson) => (keepDraft ? identified.cardSecret : null);

  return {
    follow: (stage) => {
      const person = personAt(stage);
      if (person === null) return true;
      const cardSecret = secretOf(person);
      const content = cardSecret === null ? null : contentOf(person, stage, wording());
      const next = { content: JSON.stringify(content), papers: new Set(person.papers.map(({ id }) => id)) };
      const added = person.papers.filter(({ id }) => !onDisk.papers.has(id));
      const removed = [...onDisk.papers].filter((id) => !next.papers.has(id));
      if (next.content === onDisk.content && added.length === 0 && removed.length === 0) {
        failed = false;
        return true;
      }
      const saved = drafts.save({
        draft: person.caseId,
        kept: cardSecret === null || content === null ? null : { cardSecret, content },
        added,
        removed,
      });
      failed = !saved.ok;
      if (saved.ok) onDisk = next;
      return saved.ok;
    },

    takeUp: (found) => {
      drafts.noteResumed(found.draft);
      onDisk = {
        content: JSON.stringify(found.content),
        papers: new Set(found.content.papers.map(({ id }) => id)),
      };
    },

    trouble: (person) => {
      if (person.identified === null) return null;
      if (isNotErased(person)) return 'not-erased';
      if (!person.keepDraft) return null;
      if (person.identified.cardSecret === null) return 'card';
      return failed ? 'disk' : null;
    },

    giveUp: ({ draft }) => {
      givenUp = draft;
      drafts.drop(draft);
    },

    atIdle: (stage) => (isKept(stage) ? 'kept' : isNotErased(personAt(stage)) ? 'not-erased' : 'none'),

    end: (stage, because) => {
      const draft = stage.stage === 'resume' ? stage.found.draft : (personAt(stage)?.caseId ?? null);
      const stays = because === 'idle' && isKept(stage);
      const hasSomething = stage.stage === 'resume' || isHere() || onDisk.papers.size > 0;
      const otherIsHeldBack = givenUp !== null && drafts.isHeldBack(givenUp);
      onDisk = nothing;
      failed = false;
      givenUp = null;
      if (draft === null || stays || !hasSomething) {
        drafts.leave();
        return stays ? 'kept' : otherIsHeldBack ? 'not-erased' : 'none';
      }
      return drafts.drop(draft).ok && !otherIsHeldBack ? 'none' : 'not-erased';
    },
  };
}

/** Who is filling in a form at this stage. */
function personAt(stage: Stage): IdentifiedPerson | null {
  const isForm = stage.stage === 'notice' || stage.stage === 'question' || stage.stage === 'check';
  return isForm && isIdentified(stage.person) ? stage.person : null;
}
