import type { ReactElement, ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import './sheet.css';

interface SheetProps {
  readonly heading: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Something is lost or ends if the answer is wrong: read out at once. */
  readonly urgent?: true;
  readonly children: ReactNode;
}

/** Lies over the lower part of the screen, near the hand. Closed by its buttons alone: a stray touch beside it does nothing. */
export function Sheet({ heading, isOpen, onClose, urgent, children }: SheetProps): ReactElement {
  return (
    <ModalOverlay
      className="sheet-ground"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="sheet">
        <Dialog className="sheet-content" role={urgent === true ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={1}>
            {heading}
          </Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
