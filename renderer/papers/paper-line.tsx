import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { PaperForQuestion } from '../../main/contract/view/question.ts';
import { ActButton } from '../components/act-button.tsx';
import { Icon } from '../components/icons.tsx';
import { ProgressBar } from '../components/progress-bar.tsx';
import { useTerminal } from '../terminal-context.ts';
import './paper-line.css';

interface PaperLineProps {
  readonly paper: PaperForQuestion;
  /** The person says that this is what stands there. */
  readonly onTake: (text: string) => void;
}

/** What was read from the person's papers, in place of typing it: offered, and put into the field by a touch alone. */
export function PaperLine({ paper, onTake }: PaperLineProps): ReactElement {
  const { t } = useTerminal();
  switch (paper.state) {
    case 'reading': {
      const share = (paper.page - 1 + paper.share) / paper.of;
      const label = t('paperLine.reading', { page: paper.page, of: paper.of });
      return (
        <div className="paper-line">
          <p>{label}</p>
          <ProgressBar label={label} share={share} />
          <ActButton wish={{ act: 'stop-reading' }} kind="row" busy={t('busy.one')}>
            {t('paperLine.stop')}
          </ActButton>
        </div>
      );
    }
    case 'stopped':
      return (
        <div className="paper-line">
          <ActButton wish={{ act: 'read-again' }} kind="secondary" busy={t('busy.one')}>
            {t('paperLine.read')}
          </ActButton>
        </div>
      );
    case 'read':
      return (
        <div className="paper-line">
          <p role="status">{t(paper.offers.length === 0 ? 'paperLine.nothing' : 'paperLine.offers')}</p>
          {paper.offers.length > 0 && (
            <div className="offers">
              {paper.offers.map((text) => (
                <Button key={text} className="button row" onPress={() => onTake(text)}>
                  <Icon name="check" />
                  <span className="number">{text}</span>
                </Button>
              ))}
            </div>
          )}
        </div>
      );
    default:
      return paper satisfies never;
  }
}
