import { type ReactElement, useState } from 'react';
import { Button } from 'react-aria-components';
import { ActButton } from '../components/act-button.tsx';
import { CardDrawing, type CardMovement } from '../components/card-drawing.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { Note } from '../components/note.tsx';
import { StaffSheet } from '../components/staff-sheet.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { PageWords } from '../words/page-words.ts';
import type { ScreenProps, ShownAs } from './screen-props.ts';
import './identity.css';

type Identity = ShownAs<'identity'>;

export function IdentityScreen({ screen }: ScreenProps<'identity'>): ReactElement {
  const { t } = useTerminal();
  const [asksStaff, setAsksStaff] = useState(false);
  const said = whatIsSaid(screen, t);
  const staffFirst = screen.card === 'refused' || said.movement === 'no-reader';
  return (
    <Frame
      key={said.heading}
      progress={{ itemName: screen.itemName, step: screen.step }}
      heading={said.heading}
      help={said.help}
      place="low"
      summary={said.instead === null ? undefined : <Note mood="notice" icon="person" title={said.instead} />}
      back={
        <ActButton wish={{ act: 'back' }} kind="secondary" busy={t('busy.goingBack')}>
          {t('buttons.back')}
        </ActButton>
      }
      next={
        staffFirst ? (
          <Button className="button primary" onPress={() => setAsksStaff(true)}>
            {t('identity.askStaff')}
          </Button>
        ) : (
          <p className="not-yet" role="status">
            {screen.reader.state === 'connecting' ? t('busy.one') : t(`identity.cardButton.${screen.card}`)}
          </p>
        )
      }
    >
      <CardDrawing movement={said.movement} title={t('identity.drawing')} />
      {!staffFirst && (
        <Button className="ask-staff" onPress={() => setAsksStaff(true)}>
          <span>{t('identity.noCard')}</span>
          <span className="asks">
            {t('identity.askStaff')}
            <Icon name="forward" />
          </span>
        </Button>
      )}
      <StaffSheet isOpen={asksStaff} onClose={() => setAsksStaff(false)} />
    </Frame>
  );
}

interface Said {
  readonly heading: string;
  readonly help: string;
  /** In the item's own words, what to do instead. */
  readonly instead: string | null;
  readonly movement: CardMovement;
}

function whatIsSaid(screen: Identity, t: PageWords): Said {
  if (screen.refusal !== null && screen.card === 'refused') {
    const { refusal } = screen;
    return {
      heading: t(`identity.refusal.${refusal.why}.title`),
      help: t(`identity.refusal.${refusal.why}.help`),
      instead: 'instead' in refusal ? refusal.instead : null,
      movement: 'refused',
    };
  }
  if (screen.reader.state !== 'ready') {
    return {
      heading: t(`identity.reader.${screen.reader.state}.title`),
      help: t(`identity.reader.${screen.reader.state}.help`),
      instead: null,
      movement: screen.reader.state === 'connecting' ? 'wait' : 'no-reader',
    };
  }
  const card = screen.card === 'refused' ? 'lay-again' : screen.card;
  return {
    heading: t(`identity.card.${card}.title`),
    help: t(`identity.card.${card}.help`),
    instead: null,
    movement: movementFor(card),
  };
}

function movementFor(card: Exclude<Identity['card'], 'refused'>): CardMovement {
  switch (card) {
    case 'getting-ready':
      return 'wait';
    case 'waiting':
      return 'lay';
    case 'lift-first':
    case 'lay-again':
      return 'lift';
    case 'reading':
      return 'read';
    default:
      return card satisfies never;
  }
}
