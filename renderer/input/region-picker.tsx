import { useState, type ReactElement } from 'react';
import { regionPath, type RegionDepth } from '../../main/contract/regions.ts';
import type { Language } from '../../main/contract/words.ts';
import { inputWords } from './input-words.ts';
import { Crumb, Option, Pager } from './keys.tsx';
import { pagesOf, pageWith } from './pages.ts';
import { choicesIn, openedFor, type Only } from './region-rules.ts';

interface Props {
  readonly depth: RegionDepth;
  readonly only: Only;
  readonly value: string | null;
  /** Every touch: a province too, when a county is asked for, so that what is missing can be said. */
  readonly onChange: (code: string) => void;
  readonly language: Language;
}

const perPage = 12;

export function RegionPicker({ depth, only, value, onChange, language }: Props): ReactElement {
  const words = inputWords[language];
  const [opened, setOpened] = useState(() => openedFor(value, depth, only));
  const path = opened === null ? [] : regionPath(opened);
  const chosen = new Set(value === null ? [] : regionPath(value).map(({ code }) => code));
  const pages = pagesOf(choicesIn(opened, depth, only), perPage);
  const [turned, setTurned] = useState<{ readonly opened: string | null; readonly at: number } | null>(null);
  const at = turned?.opened === opened ? turned.at : pageWith(pages, ({ code }) => chosen.has(code));

  const choose = (code: string): void => {
    onChange(code);
    setOpened(openedFor(code, depth, only));
  };

  return (
    <div className="input-stack">
      <nav className="input-crumbs" aria-label={words.where}>
        <Crumb name={words.wholeCountry} isLast={path.length === 0} onPress={() => setOpened(null)} />
        {path.map((region) => (
          <Crumb
            key={region.code}
            name={region[language]}
            isLast={region.code === opened}
            onPress={() => setOpened(region.code)}
          />
        ))}
      </nav>
      <div className="region-grid">
        {(pages[at] ?? []).map((region) => (
          <Option key={region.code} isSelected={chosen.has(region.code)} onPress={() => choose(region.code)}>
            {region[language]}
          </Option>
        ))}
      </div>
      <Pager
        at={at}
        of={pages.length}
        onTurn={(to) => setTurned({ opened, at: to })}
        previous={words.previousPage}
        next={words.nextPage}
        label={words.page(at + 1, pages.length)}
      />
    </div>
  );
}
