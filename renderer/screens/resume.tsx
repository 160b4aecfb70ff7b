import type { ReactElement } from 'react';
import { ActButton } from '../components/act-button.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';
import './result.css';

/** Somebody is back: what they had entered is theirs to go on with, or to drop. */
export function ResumeScreen({ screen }: ScreenProps<'resume'>): ReactElement {
  const { t } = useTerminal();
  const other = screen.otherItemName;
  return (
    <Frame
      progress={{ itemName: screen.itemName, step: null }}
      sign={
        <span className="sign plain">
          <Icon name="answers" />
        </span>
      }
      heading={other === null ? t('resume.title') : t('resume.titleOther', { name: other })}
      help={t(other === null ? 'resume.help' : 'resume.helpOther')}
      place="low"
      back={
        <ActButton wish={{ act: 'begin-anew' }} kind="secondary" busy={t('busy.opening')}>
          {t(other === null ? 'resume.anew' : 'resume.anewOther')}
        </ActButton>
      }
      next={
        <ActButton wish={{ act: 'resume' }} kind="primary" busy={t('busy.opening')}>
          {t('resume.goOn')}
        </ActButton>
      }
    />
  );
}
