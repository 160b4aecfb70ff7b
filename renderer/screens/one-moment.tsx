import { type ReactElement, useInsertionEffect } from 'react';
import type { PageState } from '../../main/contract/shell-service.ts';
import { HelpPhone } from '../components/staff-sheet.tsx';
import { en } from '../words/en.ts';
import { zh } from '../words/zh.ts';
import './waiting.css';

type OneMomentProps = Omit<Extract<PageState, { state: 'one-moment' }>, 'state'>;

/** There is no view, so nobody has said in which language: both. */
export function OneMomentScreen({ takesLong, help }: OneMomentProps): ReactElement {
  useInsertionEffect(() => {
    document.documentElement.lang = 'zh-CN';
  }, []);
  const whatToDo = help === null ? 'helpAtDesk' : 'help';
  return (
    <main className="one-moment" aria-live="polite">
      <svg className="turning" viewBox="0 0 160 160" aria-hidden="true">
        <circle className="whole" cx="80" cy="80" r="66" />
        <path className="part" d="M80 14a66 66 0 0 1 66 66" />
      </svg>
      {takesLong ? (
        <>
          <h1>{zh.oneMoment.longTitle}</h1>
          <p>{zh.askStaff[whatToDo]}</p>
          {help !== null && <HelpPhone {...help} />}
          <p>{zh.oneMoment.longHelp}</p>
          <div lang="en">
            <h2>{en.oneMoment.longTitle}</h2>
            <p>
              {en.askStaff[whatToDo]} {en.oneMoment.longHelp}
            </p>
          </div>
        </>
      ) : (
        <>
          <h1>{zh.oneMoment.title}</h1>
          <p>{zh.oneMoment.help}</p>
          <p lang="en">
            {en.oneMoment.title}. {en.oneMoment.help}
          </p>
        </>
      )}
    </main>
  );
}
