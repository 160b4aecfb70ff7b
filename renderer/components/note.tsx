import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import './notes.css';

export type Mood = 'plain' | 'done' | 'notice' | 'wrong';

interface NoteProps {
  readonly mood: Mood;
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
}

/** A boxed sentence: an icon, what it is in bold, and what to do. */
export function Note({ mood, icon, title, children }: NoteProps): ReactElement {
  return (
    <div className={`note ${mood}`}>
      <Icon name={icon} />
      <div>
        <h2>{title}</h2>
        {children}
      </div>
    </div>
  );
}
