import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { StickState } from '../../main/contract/devices/stick.ts';
import { ActButton } from '../components/act-button.tsx';
import { Frame } from '../components/frame.tsx';
import { Icon } from '../components/icons.tsx';
import { PagedList } from '../components/paged-list.tsx';
import { useTerminal } from '../terminal-context.ts';
import './paper-pages.css';

interface StickFilesProps {
  readonly stick: Extract<StickState, { state: 'there' }>;
  /** The page whose place it takes; null for one more. */
  readonly instead: string | null;
  readonly onClose: () => void;
}

const bytesOfMegabyte = 1024 * 1024;

/** The photographs on the person's own stick, newest first. Which of them is the right one is seen once it has been taken. */
export function StickFiles({ stick, instead, onClose }: StickFilesProps): ReactElement {
  const { view, t } = useTerminal();
  return (
    <Frame
      heading={t('stick.title')}
      help={t('stick.help')}
      place="low"
      back={
        <Button className="button secondary" onPress={onClose}>
          {t('buttons.back')}
        </Button>
      }
    >
      <PagedList
        className="papers"
        measuredFor={`${view.language}/${view.elderly}/${stick.files.length}`}
        rows={stick.files.map(({ file, name, bytes }) => (
          <li key={file}>
            <Icon name="camera" />
            <span className="number file-name">{name}</span>
            {!view.elderly && (
              <span className="file-size">
                {t('stick.size', { megabytes: Math.max(0.1, bytes / bytesOfMegabyte).toFixed(1) })}
              </span>
            )}
            <ActButton
              wish={instead === null ? { act: 'take-from-stick', file } : { act: 'take-from-stick', file, instead }}
              kind="row"
              busy={t('busy.saving')}
              label={t('stick.takeWhich', { name })}
            >
              {t('stick.take')}
            </ActButton>
          </li>
        ))}
      />
    </Frame>
  );
}
