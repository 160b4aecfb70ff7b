import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { ScannerStatus } from '../../main/contract/devices/document-scanner.ts';
import type { ScanState } from '../../main/contract/view/question.ts';
import type { StickState } from '../../main/contract/devices/stick.ts';
import { ActButton } from '../components/act-button.tsx';
import { Icon } from '../components/icons.tsx';
import { PagedList } from '../components/paged-list.tsx';
import { ProgressBar } from '../components/progress-bar.tsx';
import type { PageTrouble } from './page-checks.ts';
import { SmallPage } from './small-page.tsx';
import type { PaperCare } from './use-paper-care.tsx';
import { useTerminal } from '../terminal-context.ts';
import type { PageWords } from '../words/page-words.ts';
import './paper-pages.css';

interface PaperPagesProps {
  /** Pages that are kept, in order. */
  readonly papers: readonly string[];
  readonly maxPages: number;
  readonly scanner: ScannerStatus;
  readonly scan: ScanState;
  /** A photograph will do. */
  readonly hasCamera: boolean;
  /** By what it is accepted; empty where nothing is said. */
  readonly standard: string;
  /** It is a photograph of a person for a card: of the one who stands there, or printed on paper. */
  readonly photo: 'live' | 'printed' | null;
  /** What lies on the person's own stick; null where this terminal takes none. */
  readonly stick: StickState | null;
  readonly care: PaperCare;
}

/** The pages of one question: which are kept, what the scanner does, one more by it or by the camera, one less. */
export function PaperPages({
  papers,
  maxPages,
  scanner,
  scan,
  hasCamera,
  standard,
  photo,
  stick,
  care,
}: PaperPagesProps): ReactElement {
  const { view, t } = useTerminal();
  const isRunning = scan.state === 'running';
  const isComing = isRunning || scan.state === 'keeping';
  const again = care.instead === null ? null : papers.indexOf(care.instead) + 1;
  const isFull = !isComing && again === null && papers.length >= maxPages;
  const canScan = scanner.state === 'ready';
  const main = papers.length === 0 ? 'primary' : 'secondary';
  const trouble = troubleWords(scan, maxPages, t);
  return (
    <>
      <PagedList
        className="papers"
        measuredFor={`${view.language}/${view.elderly}/${papers.length}/${isComing}/${papers.map((paper) => troubleOf(care, paper, photo !== null) ?? '').join()}`}
        rows={papers.map((paper, at) => (
          <li key={paper}>
            <SmallPage page={care.seen.get(paper)} />
            <span className="number">{t('papers.page', { at: at + 1 })}</span>
            {!isComing && again === null && (
              <Button
                className="button row"
                aria-label={t('papers.lookWhich', { at: at + 1 })}
                onPress={() => care.onLook(paper)}
              >
                {t('papers.look')}
              </Button>
            )}
            {!isComing && again === null && (
              <ActButton
                wish={{ act: 'remove-page', paper }}
                kind="row"
                busy={t('busy.one')}
                label={t('papers.removeWhich', { at: at + 1 })}
              >
                {t('papers.remove')}
              </ActButton>
            )}
            <PageTroubleLine trouble={troubleOf(care, paper, photo !== null)} />
          </li>
        ))}
      />
      {/* Before the first page: afterwards each is looked at, and there is no room for it twice. */}
      {standard !== '' && papers.length === 0 && !isComing && (
        <p className="scanner-says">
          <Icon name="check" />
          <span>{t('papers.standard', { standard })}</span>
        </p>
      )}
      <p className={trouble === null ? 'scanner-says' : 'scanner-says trouble'} role="status">
        <Icon name={trouble !== null ? 'warning' : canScan || !hasCamera ? 'scanner' : 'camera'} />
        <span>
          {trouble ??
            (isFull
              ? t('papers.enough', { most: maxPages })
              : again !== null && !isComing
                ? t('papers.insteadHow', { at: again })
                : photo === 'live' && hasCamera && scan.state === 'none'
                  ? t('portrait.how')
                  : waysWords(scanner, scan, hasCamera, t))}
        </span>
      </p>
      {isComing && <ProgressBar label={isRunning ? t('papers.scanning') : t('busy.saving')} share={null} />}
      {isRunning && (
        <ActButton wish={{ act: 'stop-scan' }} kind="secondary" busy={t('busy.one')}>
          {t('papers.stop')}
        </ActButton>
      )}
      {!isComing && !isFull && (
        <>
          {/* First, for the line above it says how to scan and then to touch below. */}
          {canScan && (
            <ActButton
              wish={care.instead === null ? { act: 'scan' } : { act: 'scan', instead: care.instead }}
              kind={main}
              busy={t('busy.one')}
            >
              {again !== null
                ? t('papers.scanInstead', { at: again })
                : t(papers.length === 0 ? 'papers.scan' : 'papers.scanMore')}
            </ActButton>
          )}
          {hasCamera && (
            <Button className={`button ${canScan ? 'secondary' : main}`} onPress={care.onPhotograph}>
              <Icon name="camera" />
              {again !== null
                ? t('papers.photographInstead', { at: again })
                : photo === 'live'
                  ? t('portrait.open')
                  : t(papers.length === 0 ? 'camera.open' : 'camera.openMore')}
            </Button>
          )}
          {stick !== null && <StickWay stick={stick} onOpen={care.onStick} />}
          {again !== null && (
            <Button className="button secondary" onPress={() => care.onInstead(null)}>
              {t('papers.notInstead')}
            </Button>
          )}
        </>
      )}
    </>
  );
}

/** Null until it has been looked at, and where there is nothing the matter. */
/** A photograph of a person is as small as it is asked for, and has no writing that could be too small. */
function troubleOf({ seen }: PaperCare, paper: string, isPhoto: boolean): PageTrouble | 'lost' | null {
  const page = seen.get(paper);
  if (page === undefined) return null;
  return page.is === 'lost' ? 'lost' : isPhoto ? null : page.trouble;
}

/** Quiet until a stick is there: most people have none with them. */
function StickWay({ stick, onOpen }: { readonly stick: StickState; readonly onOpen: () => void }): ReactElement {
  const { t } = useTerminal();
  if (stick.state === 'there' && stick.files.length > 0) {
    return (
      <Button className="button secondary" onPress={onOpen}>
        {t('stick.open', { count: stick.files.length })}
      </Button>
    );
  }
  return <p className="scanner-says">{t(stick.state === 'there' ? 'stick.empty' : `stick.${stick.state}`)}</p>;
}

function PageTroubleLine({ trouble }: { readonly trouble: PageTrouble | 'lost' | null }): ReactElement | null {
  const { t } = useTerminal();
  if (trouble === null) return null;
  return (
    <span className="page-trouble">
      <Icon name="warning" />
      {t(`papers.trouble.${trouble}`)}
    </span>
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
    case 'not-a-page':
      return t('stick.notAPage');
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
