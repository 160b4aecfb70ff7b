import { type ReactElement, useState } from 'react';
import { Button } from 'react-aria-components';
import { ActButton } from '../components/act-button.tsx';
import { Icon } from '../components/icons.tsx';
import { PagedList } from '../components/paged-list.tsx';
import { Sheet } from '../components/sheet.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ShownAs } from './screen-props.ts';
import './group-members.css';

type GroupView = Extract<ShownAs<'question'>['view'], { kind: 'group' }>;

/** Those there are, each to be changed or taken away, and the way to one more. That these are all, "continue" says. */
export function GroupMembers({ one, members, atLeast, atMost }: GroupView): ReactElement {
  const { view, t } = useTerminal();
  const [removing, setRemoving] = useState<number | null>(null);
  const asked = removing === null ? undefined : members[removing - 1];
  return (
    <>
      <PagedList
        className="members"
        measuredFor={`${view.language}/${view.elderly}/${members.map(({ title, text }) => title + text).join('/')}`}
        rows={members.map(({ title, text, whole }, at) => (
          <li key={title}>
            <span className="who">
              <strong>{title}</strong>
              <span>{text}</span>
              {!whole && (
                <span className="not-whole">
                  <Icon name="warning" />
                  {t('group.notWhole')}
                </span>
              )}
            </span>
            <ActButton
              wish={{ act: 'change-member', member: at + 1 }}
              kind="row"
              busy={t('busy.opening')}
              label={t('check.changeWhat', { what: title })}
            >
              {t(whole ? 'check.change' : 'group.goOn')}
            </ActButton>
            <Button
              className="button row danger"
              aria-label={t('group.removeWhich', { who: title })}
              onPress={() => setRemoving(at + 1)}
            >
              {t('papers.remove')}
            </Button>
          </li>
        ))}
      />
      {members.length < atMost ? (
        <ActButton
          wish={{ act: 'add-member' }}
          kind={members.length < Math.max(1, atLeast) ? 'primary' : 'secondary'}
          busy={t('busy.opening')}
        >
          {t(members.length === 0 ? 'group.add' : 'group.addAnother', { one })}
        </ActButton>
      ) : (
        <p className="members-full">{t('group.full', { atMost })}</p>
      )}
      <Sheet
        heading={t('group.removeTitle', { who: asked?.title ?? '' })}
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        urgent
      >
        <p>{asked?.text}</p>
        <p>{t('group.removeHelp')}</p>
        <div className="sheet-actions">
          {removing !== null && (
            <ActButton
              wish={{ act: 'remove-member', member: removing }}
              kind="danger"
              busy={t('busy.one')}
              onSent={() => setRemoving(null)}
            >
              {t('papers.remove')}
            </ActButton>
          )}
          <Button className="button primary" onPress={() => setRemoving(null)}>
            {t('group.keep')}
          </Button>
        </div>
      </Sheet>
    </>
  );
}
