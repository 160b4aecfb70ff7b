import type { ReactElement } from 'react';
import { useTerminal } from '../terminal-context.ts';
import { ActButton } from './act-button.tsx';
import { Icon } from './icons.tsx';

export function SeeAll(): ReactElement {
  const { t } = useTerminal();
  return (
    <ActButton wish={{ act: 'look', for: { at: 'all' } }} kind="secondary" busy={t('busy.opening')}>
      {t('find.all')}
    </ActButton>
  );
}

export function Search(): ReactElement {
  const { t } = useTerminal();
  return (
    <ActButton wish={{ act: 'look', for: { at: 'words', text: '' } }} kind="primary" busy={t('busy.opening')}>
      <Icon name="search" />
      {t('find.byWord')}
    </ActButton>
  );
}

export function BackToStart(): ReactElement {
  const { t } = useTerminal();
  return (
    <ActButton wish={{ act: 'look', for: { at: 'start' } }} kind="secondary" busy={t('busy.goingBack')}>
      {t('find.back')}
    </ActButton>
  );
}
