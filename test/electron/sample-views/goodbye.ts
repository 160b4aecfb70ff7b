import type { Sampling } from './sampling.ts';

export function addGoodbye({ add }: Sampling): void {
  const goodbye = {
    screen: 'goodbye',
    because: 'finished',
    draft: 'none',
    cardPresent: false,
    chipCardPresent: false,
  } as const;
  add('goodbye-card', { ...goodbye, cardPresent: true }, { inSession: false });
  add('goodbye-chip-card', { ...goodbye, chipCardPresent: true }, { inSession: false });
  add('goodbye-finished', goodbye, { inSession: false });
  add('goodbye-idle', { ...goodbye, because: 'idle' }, { inSession: false });
  add('goodbye-draft-kept', { ...goodbye, because: 'idle', draft: 'kept' }, { inSession: false });
  add('goodbye-not-erased', { ...goodbye, because: 'left', draft: 'not-erased' }, { inSession: false });
}
