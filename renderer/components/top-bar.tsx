import { type ReactElement, useEffect, useState } from 'react';
import { Button, ToggleButton } from 'react-aria-components';
import { useTerminal } from '../terminal-context.ts';
import { Icon } from './icons.tsx';
import './bars.css';

export function TopBar(): ReactElement {
  const { view, t, send } = useTerminal();
  const other = view.language === 'zh' ? 'en' : 'zh';
  return (
    <header className="top-bar">
      <span className="mark">
        <Icon name="hall" />
      </span>
      <div className="where">
        <p className="brand">{t('top.brand')}</p>
        <p className="place">
          <span>{view.place}</span>{' '}
          <span className="dot" aria-hidden="true">
            ·
          </span>{' '}
          <Clock />
        </p>
      </div>
      <ToggleButton
        className="top-button"
        isSelected={view.elderly}
        onChange={(on) => void send({ act: 'elderly', on })}
      >
        {view.elderly && <Icon name="check" />}
        {t('top.elderly')}
      </ToggleButton>
      <Button
        className="top-button"
        lang={other === 'zh' ? 'zh-CN' : 'en'}
        onPress={() => void send({ act: 'language', language: other })}
      >
        {t('top.otherLanguage')}
      </Button>
    </header>
  );
}

function Clock(): ReactElement {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 5_000);
    return () => clearInterval(timer);
  }, []);
  const time = `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
  return <time className="number">{time}</time>;
}
