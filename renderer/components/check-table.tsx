import type { ReactElement } from 'react';
import type { Signature } from '../../main/contract/answers.ts';
import type { CardPhoto } from '../../main/contract/devices/id-card-reader.ts';
import { SignatureDrawing } from '../signature/signature-drawing.tsx';
import { useTerminal } from '../terminal-context.ts';
import { ActButton } from './act-button.tsx';
import { CardPhotoDrawing } from './card-photo.tsx';
import { PagedList } from './paged-list.tsx';
import './check-table.css';

interface CheckRow {
  /** The member of a group that it is about; null where it is about the person. */
  readonly under: string | null;
  readonly label: string;
  readonly text: string;
  readonly signature: Signature | null;
  /** The question behind it; null for what the card said. */
  readonly change: string | null;
}

interface CheckTableProps {
  readonly rows: readonly CheckRow[];
  /** Of the card, to compare. */
  readonly photo: CardPhoto | null;
  readonly onSeenAll: () => void;
}

export function CheckTable({ rows, photo, onSeenAll }: CheckTableProps): ReactElement {
  const { view, t } = useTerminal();
  const photoRows =
    photo === null
      ? []
      : [
          <li key="photo">
            <span className="label">{t('check.photo')}</span>
            <span className="text with-photo">
              <CardPhotoDrawing photo={photo} label={t('check.photo')} />
              <span className="photo-note">{t('check.photoNote')}</span>
            </span>
          </li>,
        ];
  return (
    <PagedList
      className="check-table"
      onSeenAll={onSeenAll}
      measuredFor={`${view.language}/${view.elderly}/${photo === null}/${rows.map((row) => row.text).join('/')}`}
      rows={[
        ...photoRows,
        ...rows.map((row, at) => (
          <li
            key={row.change ?? row.label}
            className={row.under !== null && row.under !== rows[at - 1]?.under ? 'begins' : ''}
          >
            <span className="label">
              {/* In every row: a page may begin with any. */}
              {row.under !== null && <strong>{row.under}</strong>}
              {row.label}
            </span>
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
                label={t('check.changeWhat', { what: row.under === null ? row.label : `${row.under}, ${row.label}` })}
              >
                {t('check.change')}
              </ActButton>
            )}
          </li>
        )),
      ]}
    />
  );
}
