import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Wish } from '../acts.ts';
import { useTerminal } from '../terminal-context.ts';
import './buttons.css';

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'row' | 'card';

/** Below this a change of the words would only flicker. */
const saysSoAfterMs = 300;

interface ActButtonProps {
  readonly wish: Wish;
  readonly kind: ButtonKind;
  /** What it says once the act has taken 0.3 s. */
  readonly busy: string;
  /** Where the words on it do not say which of several it is. */
  readonly label?: string;
  /** It was done, or refused. */
  readonly onSent?: () => void;
  readonly children: ReactNode;
}

/** A button that asks the service for something, is held while that is under way, and then says what happens. */
export function ActButton({ wish, kind, busy, label, onSent, children }: ActButtonProps): ReactElement {
  const { send } = useTerminal();
  const [underWay, setUnderWay] = useState(false);
  const [saysSo, setSaysSo] = useState(false);
  useEffect(() => {
    if (!underWay) return undefined;
    const timer = setTimeout(() => setSaysSo(true), saysSoAfterMs);
    return () => {
      clearTimeout(timer);
      setSaysSo(false);
    };
  }, [underWay]);

  const press = (): void => {
    setUnderWay(true);
    void send(wish).finally(() => {
      setUnderWay(false);
      onSent?.();
    });
  };

  return (
    <Button
      className={`button ${kind}`}
      data-act={wish.act}
      isPending={underWay}
      onPress={press}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {saysSo ? busy : children}
    </Button>
  );
}
