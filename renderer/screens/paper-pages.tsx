import type { ReactElement } from 'react';
import type { ScannerStatus } from '../../main/contract/devices/document-scanner.ts';
import type { ScanState } from '../../main/contract/view.ts';
import { ActButton } from '../components/act-button.tsx';
import { Icon } from '../components/icons.tsx';
import { PagedList } from '../components/paged-list.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { PageWords } from '../words/page-words.ts';
import './paper-pages.css';

interface PaperPagesProps {
  /** Pages that are kept, in order. */
  readonly papers: readonly string[];
  readonly maxPages: number;
  readonly scanner: ScannerStatus;
  readonly scan: ScanState;
}

/** The pages of one question: which are kept, what the scanner does, one more, one less. */
export function PaperPages({ papers, maxPages, scanner, scan }: PaperPagesProps): ReactElement {
  const { view, t } = useTerminal();
  const isRunning = scan.state === 'running';
  const isFull = !isRunning && papers.length >= maxPages;
  const trouble = troubleWords(scan, maxPages, t);
  return (
    <>
      <PagedList
        className="papers"
        measuredFor={`${view.language}/${view.elderly}/${papers.length}/${isRunning}`}
        rows={papers.map((paper, at) => (
          <li key={paper}>
            <Icon name="check" />
            <span className="number">{t('papers.page', { at: at + 1 })}</span>
            {!isRunning && (
              <ActButton
                wish={{ act: 'remove-page', paper }}
                kind="row"
                busy={t('busy.one')}
                label={t('papers.removeWhich', { at: at + 1 })}
              >
                {t('papers.remove')}
              </ActButton>
            )}
          </li>
        ))}
      />
      <p className={trouble === null ? 'scanner-says' : 'scanner-says trouble'} role="status">
        <Icon name={trouble === null ? 'scanner' : 'warning'} />
        <span>
          {trouble ?? (isFull ? t('papers.enough', { most: maxPages }) : scannerWords(scanner, isRunning, t))}
        </span>
      </p>
      {isRunning ? (
        <ActButton wish={{ act: 'stop-scan' }} kind="secondary" busy={t('busy.one')}>
          {t('papers.stop')}
        </ActButton>
      ) : (
        scanner.state === 'ready' &&
        !isFull && (
          <ActButton wish={{ act: 'scan' }} kind={papers.length === 0 ? 'primary' : 'secondary'} busy={t('busy.one')}>
            {t(papers.length === 0 ? 'papers.scan' : 'papers.scanMore')}
          </ActButton>
        )
      )}
    </>
  );
}

function scannerWords(scanner: ScannerStatus, isRunning: boolean, t: PageWords): string {
  if (isRunning) return t('scannerLine.scanning');
  return scanner.state === 'ready' ? t(`papers.feeder.${scanner.feeder}`) : t(`scannerLine.${scanner.state}`);
}

/** What went wrong with the last scan; null where nothing did. */
function troubleWords(scan: ScanState, maxPages: number, t: PageWords): string | null {
  switch (scan.state) {
    case 'none':
    case 'running':
    case 'keeping':
      return null;
    case 'stopped':
      return t('papers.stopped', { why: t(`scannerLine.${scan.because.state}`) });
    case 'page-too-large':
      return t('papers.tooLarge');
    case 'full':
      return t('papers.full', { most: maxPages });
    case 'disk':
      return t('papers.disk');
    default:
      return scan satisfies never;
  }
}
