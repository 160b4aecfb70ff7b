import { useState } from 'react';
import type { AnswerValue } from '../../main/contract/answers.ts';
import type { AnswerFault, FaultPart } from '../../main/contract/view/question.ts';
import { partFault, partsOf, partText } from './answer-parts.ts';
import type { ShownAs } from './screen-props.ts';

export interface Parts {
  /** The field that is shown; null where there is only one. */
  readonly shown: FaultPart | null;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** What is wrong with what stands there, as the page found or as the service said. */
  readonly fault: AnswerFault | null;
  /** How often an answer was tried: the same words are said again to whoever tries again. */
  readonly tries: number;
  /** Leaves the shown field for the next, unless something is wrong with it. */
  readonly goOn: () => void;
  readonly goBack: () => void;
  /** The whole answer was sent: what the service says of it is shown from now on. */
  readonly onSent: () => void;
}

/** Where the person is in an answer of several fields. Where the service finds a field wrong, that one is shown. */
export function useParts(screen: ShownAs<'question'>, value: AnswerValue | null): Parts {
  const [went, setWent] = useState<FaultPart | null>(null);
  const [found, setFound] = useState<AnswerFault | null>(null);
  const [tries, setTries] = useState(0);
  const tried = (): void => setTries((before) => before + 1);
  const parts = partsOf(screen.view.kind);
  const shown = went ?? screen.faultPart ?? parts[0] ?? null;
  const at = shown === null ? 0 : parts.indexOf(shown);
  const goTo = (part: FaultPart | null): void => {
    setFound(null);
    setWent(part);
  };
  return {
    shown,
    isFirst: at <= 0,
    isLast: at >= parts.length - 1,
    fault: found ?? (went === null ? screen.fault : null),
    tries,
    goOn: () => {
      if (shown === null) return;
      const wrong = partFault(shown, partText(value, shown));
      if (wrong === null) goTo(parts[at + 1] ?? shown);
      else setFound(wrong);
      tried();
    },
    goBack: () => goTo(parts[at - 1] ?? shown),
    onSent: () => {
      goTo(null);
      tried();
    },
  };
}
