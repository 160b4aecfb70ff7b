import type { ReactElement } from 'react';
import type { Signature } from '../../main/contract/answers.ts';
import { SignatureDrawing } from '../signature/signature-drawing.tsx';
import { useTerminal } from '../terminal-context.ts';
import { ActButton } from './act-button.tsx';
import { PagedList } from './paged-list.tsx';
import './check-table.css';

interface CheckRow {
  readonly label: string;
  readonly text: string;
  readonly signature: Signature | null;
  /** The question behind it; null for what the card said. */
  readonly change: string | null;
}

interface CheckTableProps {
  readonly rows: readonly CheckRow[];
  readonly onSeenAll: () => void;
}

export function CheckTable({ rows, onSeenAll }: CheckTableProps): ReactElement {
  const { view, t } = useTerminal();
  return (
    <PagedList
      className="check-table"
      onSeenAll={onSeenAll}
      measuredFor={`${view.language}/${view.elderly}/${rows.map((row) => row.text).join('/')}`}
      rows={rows.map((row) => (
        <li key={row.change ?? row.label}>
          <span className="label">{row.label}</span>
          {row.signature === null ? (
            <span className="text">{row.text}</span>
          ) : (
            <span className="text">
              <SignatureDrawing strokes={row.signature.strokes} label={row.text} />
            </span>
          )}
          {row.change !== null && (
            <ActButton
              wish={{ act: 'change', question: row.change }}
              kind="row"
              busy={t('busy.opening')}
              label={t('check.changeWhat', { what: row.label })}
            >
              {t('check.change')}
            </ActButton>
          )}
        </li>
      ))}
    />
  );
}
