import { useState, type ReactElement } from 'react';
import type { Language } from '../../main/contract/words.ts';
import { daysIn, partsOf, valueOf, yearPages, type DateParts, type Part, type Precision } from './date-rules.ts';
import { inputWords } from './input-words.ts';
import { Crumb, Option, Pager } from './keys.tsx';
import { pageWith } from './pages.ts';

interface Props {
  readonly precision: Precision;
  /** Whoever does not know the month or the day may say so. */
  readonly isPartial: boolean;
  /** Null where any year will do. */
  readonly latestYear: number | null;
  readonly value: string | null;
  /** Null while a part is missing. */
  readonly onChange: (value: string | null) => void;
  readonly language: Language;
}

/** What was told last, so that it can be seen and changed at once. */
function finest({ year, month }: DateParts, precision: Precision): Precision {
  if (year === null || precision === 'year') return 'year';
  return month === 'unknown' ? 'month' : precision;
}

export function DatePicker({ precision, isPartial, latestYear, value, onChange, language }: Props): ReactElement {
  const words = inputWords[language];
  const [parts, setParts] = useState<DateParts>(() => partsOf(value, precision, isPartial));
  const [shown, setShown] = useState<Precision>(() => finest(parts, precision));
  const { year, month } = parts;

  const choose = (next: DateParts, then: Precision): void => {
    setParts(next);
    setShown(then);
    onChange(valueOf(next, precision));
  };

  return (
    <div className="input-stack">
      <nav className="input-crumbs" aria-label={words.chosenDate}>
        <Crumb
          name={year === null ? words.year : words.yearNamed(year)}
          isLast={shown === 'year'}
          onPress={() => setShown('year')}
        />
        {precision !== 'year' && year !== null && (
          <Crumb
            name={nameOf(month, words.month, words.monthUnknown, words.monthNamed)}
            isLast={shown === 'month'}
            onPress={() => setShown('month')}
          />
        )}
        {precision === 'day' && month !== null && month !== 'unknown' && (
          <Crumb
            name={nameOf(parts.day, words.day, words.dayUnknown, words.dayNamed)}
            isLast={shown === 'day'}
            onPress={() => setShown('day')}
          />
        )}
      </nav>
      {shown === 'year' && (
        <YearGrid
          chosen={year}
          latest={latestYear}
          onChoose={(chosen) =>
            choose({ year: chosen, month: null, day: null }, precision === 'year' ? 'year' : 'month')
          }
          language={language}
        />
      )}
      {shown === 'month' && (
        <div className="month-grid">
          {Array.from({ length: 12 }, (_, at) => at + 1).map((chosen) => (
            <Option
              key={chosen}
              isSelected={chosen === month}
              onPress={() => choose({ year, month: chosen, day: null }, precision)}
            >
              {words.monthNamed(chosen)}
            </Option>
          ))}
          {isPartial && (
            <Option
              isSelected={month === 'unknown'}
              isWide
              onPress={() => choose({ year, month: 'unknown', day: null }, 'month')}
            >
              {words.monthUnknown}
            </Option>
          )}
        </div>
      )}
      {shown === 'day' && year !== null && typeof month === 'number' && (
        <div className="day-grid">
          {daysIn(year, month).map((chosen) => (
            <Option
              key={chosen}
              isSelected={chosen === parts.day}
              onPress={() => choose({ year, month, day: chosen }, 'day')}
            >
              {chosen}
            </Option>
          ))}
          {isPartial && (
            <Option
              isSelected={parts.day === 'unknown'}
              isWide
              onPress={() => choose({ year, month, day: 'unknown' }, 'day')}
            >
              {words.dayUnknown}
            </Option>
          )}
        </div>
      )}
    </div>
  );
}

function nameOf(part: Part, choose: string, unknown: string, named: (part: number) => string): string {
  if (part === null) return choose;
  return part === 'unknown' ? unknown : named(part);
}

interface YearGridProps {
  readonly chosen: number | null;
  readonly latest: number | null;
  readonly onChoose: (year: number) => void;
  readonly language: Language;
}

function YearGrid({ chosen, latest, onChoose, language }: YearGridProps): ReactElement {
  const words = inputWords[language];
  // The service's year where it sends one: it knows how far this machine's clock is off.
  const [thisYear] = useState(() => latest ?? new Date().getFullYear());
  const pages = yearPages(thisYear, latest === null);
  const [at, setAt] = useState(() => pageWith(pages, (year) => year === (chosen ?? thisYear)));
  const page = pages[at] ?? [];
  return (
    <>
      <div className="year-grid">
        {page.map((year) => (
          <Option key={year} isSelected={year === chosen} onPress={() => onChoose(year)}>
            {words.yearNamed(year)}
          </Option>
        ))}
      </div>
      <Pager
        at={at}
        of={pages.length}
        onTurn={setAt}
        previous={words.earlier}
        next={words.later}
        label={`${page[0]}–${page.at(-1)}`}
      />
    </>
  );
}
