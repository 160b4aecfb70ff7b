import type { ReactElement } from 'react';
import type { PagesState } from '../../main/contract/view/printing.ts';
import { ActButton } from '../components/act-button.tsx';
import { Note } from '../components/note.tsx';
import { useTerminal } from '../terminal-context.ts';

/** A copy on A4 of what was handed in: offered, on its way, and what to do where the printer wants something. */
export function PagesNote({
  pages,
  alone,
}: {
  readonly pages: PagesState;
  /** Nothing else stands above it. Two troubles at once leave no room for a button that "leave" does the work of. */
  readonly alone: boolean;
}): ReactElement {
  const { t } = useTerminal();
  switch (pages.state) {
    case 'offered':
      return <PrintPages words={t('pages.offer')} />;
    case 'printing':
      return (
        <Note mood="plain" icon="receipt" title={t('pagesState.printing.title')}>
          <p>{t('pagesState.printing.help')}</p>
        </Note>
      );
    case 'printed':
      return (
        <Note mood="done" icon="receipt" title={t('pagesState.printed.title')}>
          <p>{t('pagesState.printed.help')}</p>
        </Note>
      );
    case 'waiting':
      return (
        <>
          <Note mood="notice" icon="device" title={t(`pagesTrouble.${pages.because.state}`)}>
            <p>{t('pages.waiting')}</p>
          </Note>
          {alone && (
            <ActButton wish={{ act: 'stop-pages' }} kind="secondary" busy={t('busy.one')}>
              {t('pages.stop')}
            </ActButton>
          )}
        </>
      );
    case 'stopped':
      return (
        <Note mood="notice" icon="device" title={t(`pagesTrouble.${pages.because.state}`)}>
          <p>{t('pages.stopped')}</p>
        </Note>
      );
    case 'unsure':
      return (
        <>
          <Note mood="notice" icon="receipt" title={t('pagesState.unsure.title')}>
            <p>{t('pagesState.unsure.help')}</p>
          </Note>
          <PrintPages words={t('pages.again')} />
        </>
      );
    default:
      return pages satisfies never;
  }
}

function PrintPages({ words }: { readonly words: string }): ReactElement {
  const { t } = useTerminal();
  return (
    <ActButton wish={{ act: 'print-pages' }} kind="secondary" busy={t('busy.printing')}>
      {words}
    </ActButton>
  );
}
