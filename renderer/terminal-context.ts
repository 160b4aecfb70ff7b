import { createContext, useContext } from 'react';
import type { View } from '../main/contract/view/view.ts';
import type { Look, Send } from './acts.ts';
import type { PageWords } from './words/page-words.ts';

export interface TerminalNow {
  readonly view: View;
  readonly t: PageWords;
  readonly send: Send;
  readonly look: Look;
}

export const TerminalContext = createContext<TerminalNow | null>(null);

export function useTerminal(): TerminalNow {
  const now = useContext(TerminalContext);
  if (now === null) throw new Error('used outside the terminal');
  return now;
}
