import { useState, type ReactElement } from 'react';
import { candidateRows } from './candidate-rows.ts';
import type { InputWords } from './input-words.ts';
import { Key, Pager } from './keys.tsx';
import { pagesOf } from './pages.ts';
import type { Candidate } from './pinyin/engine.ts';

interface Shared {
  readonly candidates: readonly Candidate[];
  readonly onChoose: (candidate: Candidate) => void;
  readonly words: InputWords;
  readonly elderly: boolean;
}

/** As in input.css: the answers' width of the page less the "more" button, and the size of --text-large. */
const gridPx = 932;
const barPx = 748;
const characterPx = (elderly: boolean): number => (elderly ? 56 : 42);
/** In large type a heading of two lines leaves less. */
const rowsPerPage = (elderly: boolean): number => (elderly ? 3 : 4);

interface BarProps extends Shared {
  readonly hint: string;
  readonly isUnfolded: boolean;
  readonly onUnfold: (isUnfolded: boolean) => void;
}

/** The likeliest ones on one line, always in the same place above the keys. */
export function CandidateBar(props: BarProps): ReactElement {
  const { candidates, onChoose, words, elderly, hint, isUnfolded, onUnfold } = props;
  const [first = []] = candidateRows(candidates, { rowPx: barPx, characterPx: characterPx(elderly) });
  if (candidates.length === 0) return <p className="candidate-bar hint">{hint}</p>;
  return (
    <fieldset className="candidate-bar" aria-label={words.choices}>
      {!isUnfolded &&
        first.map((candidate) => (
          <Key key={candidate.text} className="candidate" onPress={() => onChoose(candidate)}>
            {candidate.text}
          </Key>
        ))}
      {(isUnfolded || candidates.length > first.length) && (
        <Key className="word more" onPress={() => onUnfold(!isUnfolded)}>
          {isUnfolded ? words.keyboard : words.more}
        </Key>
      )}
    </fieldset>
  );
}

/** All of them in pages, in the place of the keys: a rare character may be the three-hundredth of its sound. */
export function CandidateGrid({ candidates, onChoose, words, elderly }: Shared): ReactElement {
  const [at, setAt] = useState(0);
  const pages = pagesOf(
    candidateRows(candidates, { rowPx: gridPx, characterPx: characterPx(elderly) }),
    rowsPerPage(elderly),
  );
  return (
    <fieldset className="candidate-grid" aria-label={words.choices}>
      {(pages[at] ?? []).map((row) => (
        <div key={row[0]?.text} className="candidate-row">
          {row.map((candidate) => (
            <Key key={candidate.text} className="candidate" onPress={() => onChoose(candidate)}>
              {candidate.text}
            </Key>
          ))}
        </div>
      ))}
      <Pager
        at={at}
        of={pages.length}
        onTurn={setAt}
        previous={words.previousPage}
        next={words.nextPage}
        label={words.page(at + 1, pages.length)}
      />
    </fieldset>
  );
}
