import type { ReactElement } from 'react';
import type { Screen } from '../../main/contract/view/screen.ts';
import { ActButton } from '../components/act-button.tsx';
import { useTerminal } from '../terminal-context.ts';

type GroupView = Extract<Extract<Screen, { screen: 'question' }>['view'], { kind: 'group' }>;

/** The members of a group so far. */
export function GroupList({ view }: { readonly view: GroupView }): ReactElement {
  const { t } = useTerminal();
  return (
    <>
      <ul className="group-list">
        {view.members.map(({ title, text, whole }, before) => (
          <li key={title}>
            <span className="label">{title}</span>
            <span className="text">{whole ? text : `${text} ${t('group.notWhole')}`}</span>
            <ActButton
              wish={{ act: 'change-member', member: before + 1 }}
              kind="row"
              busy={t('busy.opening')}
              label={t('group.changeWhat', { what: title })}
            >
              {t('check.change')}
            </ActButton>
            <ActButton
              wish={{ act: 'remove-member', member: before + 1 }}
              kind="row"
              busy={t('busy.saving')}
              label={t('group.removeWhat', { what: title })}
            >
              {t('group.remove')}
            </ActButton>
          </li>
        ))}
      </ul>
      {view.members.length < view.atMost && (
        <ActButton wish={{ act: 'add-member' }} kind="secondary" busy={t('busy.opening')}>
          {t('group.add', { what: view.one })}
        </ActButton>
      )}
    </>
  );
}
