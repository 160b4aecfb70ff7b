import { randomBytes } from 'node:crypto';
import { backFromCheck, backFromQuestion, continueForm, isIdentified } from './form.ts';
import type { SessionPorts } from './session-ports.ts';
import type { Person, Stage } from './stage.ts';

export interface WayParts {
  readonly ports: SessionPorts;
  stage(): Stage;
  become(next: Stage): void;
  /** Pages that are still coming belong to the question that is left. */
  forgetPages(): void;
  goHome(): void;
  /** What a receipt has shown is gone, from the page too. */
  closeStatus(): void;
  leave(): void;
}

/** Ways between screens that no answer opens: into an item, on to the card, and back. Each gives whether it was one from here. */
export function createWays({ ports, stage, become, forgetPages, goHome, closeStatus, leave }: WayParts) {
  const chooseItem = (id: string): boolean => {
    const item = ports.items.find((candidate) => candidate.id === id);
    if (stage().stage !== 'home' || item === undefined) return false;
    const person: Person = {
      ticket: hex128(),
      caseId: hex128(),
      item,
      agreedAt: null,
      identified: null,
      answers: new Map(),
      papers: [],
      keepDraft: false,
    };
    // From here on a card that is laid down is this person's; one that already lies there is not.
    ports.toHost({ message: 'watch-card', ticket: person.ticket });
    become({ stage: 'notice', person });
    return true;
  };

  const agree = (): boolean => {
    const now = stage();
    if (now.stage !== 'notice') return false;
    const person: Person = { ...now.person, agreedAt: now.person.agreedAt ?? ports.nowIso() };
    if (isIdentified(person)) {
      become(continueForm(person));
      return true;
    }
    // The reader's own word ends it: whoever is asked for a card before that is asked to lift their own.
    become({ stage: 'identity', person, card: 'getting-ready', refusal: null });
    ports.toHost({ message: 'read-card', ticket: person.ticket });
    return true;
  };

  const back = (): boolean => {
    const now = stage();
    switch (now.stage) {
      case 'notice':
        if (now.person.identified !== null) leave();
        else goHome();
        return true;
      case 'identity':
        ports.toHost({ message: 'stop-card', ticket: now.person.ticket });
        become({ stage: 'notice', person: now.person });
        return true;
      case 'question':
        forgetPages();
        become(backFromQuestion(now, ports.today()));
        return true;
      case 'check':
        if (now.submitting) return false;
        become(backFromCheck(now));
        return true;
      case 'case-status':
        closeStatus();
        return true;
      case 'home':
      case 'resume':
      case 'result':
      case 'goodbye':
        return false;
      default:
        return now satisfies never;
    }
  };

  return { chooseItem, agree, back };
}

const hex128 = (): string => randomBytes(16).toString('hex');
