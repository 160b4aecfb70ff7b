import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { ScannerStatus } from '../../main/contract/devices/document-scanner.ts';
import type { ScanState } from '../../main/contract/view/question.ts';
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
  /** Where a photograph will do. */
  readonly onPhotograph?: () => void;
}

/** The pages of one question: which are kept, what the scanner does, one more by it or by the camera, one less. */
export function PaperPages({ papers, maxPages, scanner, scan, onPhotograph }: PaperPagesProps): ReactElement {
  const { view, t } = useTerminal();
  const isRunning = scan.state === 'running';
  const isComing = isRunning || scan.state === 'keeping';
  const isFull = !isComing && papers.length >= maxPages;
  const canScan = scanner.state === 'ready';
  const main = papers.length === 0 ? 'primary' : 'secondary';
  const trouble = troubleWords(scan, maxPages, t);
  return (
    <>
      <PagedList
        className="papers"
        measuredFor={`${view.language}/${view.elderly}/${papers.length}/${isComing}`}
        rows={papers.map((paper, at) => (
          <li key={paper}>
            <Icon name="check" />
            <span className="number">{t('papers.page', { at: at + 1 })}</span>
            {!isComing && (
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
        <Icon name={trouble !== null ? 'warning' : canScan || onPhotograph === undefined ? 'scanner' : 'camera'} />
        <span>
          {trouble ??
            (isFull ? t('papers.enough', { most: maxPages }) : waysWords(scanner, scan, onPhotograph !== undefined, t))}
        </span>
      </p>
      {isRunning && (
        <ActButton wish={{ act: 'stop-scan' }} kind="secondary" busy={t('busy.one')}>
          {t('papers.stop')}
        </ActButton>
      )}
      {!isComing && !isFull && (
        <>
          {/* First, for the line above it says how to scan and then to touch below. */}
          {canScan && (
            <ActButton wish={{ act: 'scan' }} kind={main} busy={t('busy.one')}>
              {t(papers.length === 0 ? 'papers.scan' : 'papers.scanMore')}
            </ActButton>
          )}
          {onPhotograph !== undefined && (
            <Button className={`button ${canScan ? 'secondary' : main}`} onPress={onPhotograph}>
              <Icon name="camera" />
              {t(papers.length === 0 ? 'camera.open' : 'camera.openMore')}
            </Button>
          )}
        </>
      )}
    </>
  );
}

/** How a page can be taken now. */
function waysWords(scanner: ScannerStatus, scan: ScanState, canPhotograph: boolean, t: PageWords): string {
  if (scan.state === 'running') return t('scannerLine.scanning');
  if (scan.state === 'keeping') return t('busy.saving');
  if (scanner.state === 'ready') return t(`papers.feeder.${scanner.feeder}`);
  // Who has another way need not hear what is the matter with this one.
  return canPhotograph ? t('camera.instead') : t(`scannerLine.${scanner.state}`);
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
