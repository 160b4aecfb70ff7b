import type { ReactElement } from 'react';
import { CardDrawing } from '../components/card-drawing.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { Note } from '../components/note.tsx';
import { SlotDrawing } from '../components/slot-drawing.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { ScreenProps } from './screen-props.ts';
import './result.css';

export function GoodbyeScreen({ screen }: ScreenProps<'goodbye'>): ReactElement {
  const { t } = useTerminal();
  if (screen.cardPresent) {
    return (
      <Frame key="card" heading={t('goodbyeCard.title')} help={t('goodbyeCard.help')} place="low">
        <CardDrawing movement="lift" title={t('goodbyeCard.drawing')} />
      </Frame>
    );
  }
  if (screen.chipCardPresent) {
    return (
      <Frame key="chip-card" heading={t('goodbyeChipCard.title')} help={t('goodbyeChipCard.help')} place="low">
        <SlotDrawing movement="pull" title={t('goodbyeChipCard.drawing')} />
      </Frame>
    );
  }
  return (
    <Frame
      key="bye"
      sign={
        // Nothing was done for somebody who walked away: no green tick.
        screen.because === 'idle' ? null : (
          <span className="sign done">
            <Icon name="check" />
          </span>
        )
      }
      heading={t(`goodbye.${screen.because}.title`)}
      help={screen.draft === 'none' ? t(`goodbye.${screen.because}.help`) : t(`goodbyeDraft.${screen.draft}`)}
      place="middle"
    >
      <Note mood="plain" icon="card" title={t('goodbyeReminder')} />
    </Frame>
  );
}
