import { creditCodeIn } from '../../contract/credit-code.ts';
import { paperQuestionAt, withPage } from './pages.ts';
import { createCardPhoto } from './card-photo.ts';
import { type CodeReadingParts, createCodeReading } from './code-reading.ts';
import { isGoodAnswer } from './form.ts';
import type { Keeping } from './keeping.ts';
import { createPaperReading } from './paper-reading.ts';
import { questionOf } from './paths.ts';
import { createPhotographing } from './photographing.ts';
import { createResidentStick } from './resident-stick.ts';
import { createScanning } from './scanning.ts';
import type { SessionPorts } from './session-ports.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import { createSocialCards } from './social-card.ts';
import type { Stage } from './stage.ts';

interface SourcesParts {
  readonly ports: SessionPorts;
  readonly keeping: Pick<Keeping, 'follow'>;
  readonly onHomeCode: CodeReadingParts['onHome'];
  stage(): Stage;
  become(next: Stage): void;
  /** A device is at work for the person. */
  touch(): void;
}

/** Where answers come from besides the person's own hand: pages, codes, cards with a chip, print on paper, their own stick. */
export function createSources({ ports, keeping, onHomeCode, stage, become, touch }: SourcesParts) {
  const onChange = () => become(stage());
  const keepPage = (paper: SealedPaper, taken: 'scanned' | 'photographed', instead: string | null): boolean => {
    const now = stage();
    if (now.stage !== 'question' || paperQuestionAt(now) === null) return false;
    const next = withPage(now, paper, taken, instead);
    if (!keeping.follow(next)) return false;
    become(next);
    return true;
  };
  const fits = (text: string): boolean => {
    const now = stage();
    return now.stage === 'question' && isGoodAnswer(now, { kind: 'text', text }, ports.today());
  };
  /** What of a scanned code answers the question: of a licence's, which is an address with much in it, the credit code. */
  const answerIn = (text: string): string | null => {
    const now = stage();
    if (now.stage !== 'question') return null;
    if (questionOf(now.person.item, now.question).kind !== 'credit-code') return fits(text) ? text : null;
    const code = creditCodeIn(text);
    return code !== null && isGoodAnswer(now, { kind: 'credit-code', code }, ports.today()) ? code : null;
  };
  const { toHost, startPaper, timers, isCovered } = ports;
  const scanning = createScanning({ toHost, startPaper, onPage: keepPage, onProgress: touch, onChange });
  const photographing = createPhotographing({
    startPaper,
    onPage: (paper, instead) => keepPage(paper, 'photographed', instead),
    onChange,
  });
  const codes = createCodeReading({ timers, toHost, isCovered, onHome: onHomeCode, answerIn, onChange });
  const socialCards = createSocialCards({ toHost, onChange });
  const paperReading = createPaperReading({ reader: ports.textReader, readPage: ports.readPage, fits, onChange });
  const stick = createResidentStick({ isTaken: ports.takesSticks, toHost, onChange });
  const cardPhoto = createCardPhoto();
  const forgetPages = () => {
    scanning.forget();
    photographing.forget();
  };

  return {
    scanning,
    photographing,
    codes,
    socialCards,
    paperReading,
    stick,
    cardPhoto,
    /** The screen that stands there now: each asks for what it needs there, and lets go of everything else. */
    follow: (now: Stage): void => {
      codes.follow(now);
      socialCards.follow(now);
      paperReading.follow(now);
      stick.follow(now);
      cardPhoto.follow(now);
    },
    /** While one of them works, nobody is idle. */
    isAtWork: (): boolean =>
      scanning.state().state === 'running' || socialCards.isReading() || photographing.state().state === 'keeping',
    /** The person has gone on: no page that is still on its way is anybody's. */
    forgetPages,
    /** The person is gone. */
    forget: (): void => {
      forgetPages();
      paperReading.forget();
    },
  };
}
