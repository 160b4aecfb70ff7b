import type { Screen } from '../../../main/contract/view/screen.ts';
import type { View } from '../../../main/contract/view/view.ts';
import type { Language } from '../../../main/contract/words.ts';

export interface Sample {
  readonly name: string;
  readonly view: View;
}

export interface Look {
  readonly language: Language;
  readonly elderly: boolean;
  readonly panelHeightMm: number;
}

type Changes = Partial<Omit<View, 'screen' | keyof Look>>;

/** What the samples of a screen are made with. */
export interface Sampling {
  /** As an item has its words: each language, and plainer ones for elderly mode. */
  readonly say: (zh: string, en: string, zhPlain?: string, enPlain?: string) => string;
  readonly itemName: string;
  readonly elderly: boolean;
  readonly help: { readonly helpName: string; readonly helpPhone: string };
  readonly add: (name: string, screen: Screen, changes?: Changes) => void;
}

export function samplesIn(look: Look, of: readonly ((sampling: Sampling) => void)[]): readonly Sample[] {
  const say = (zh: string, en: string, zhPlain = zh, enPlain = en): string =>
    look.language === 'zh' ? (look.elderly ? zhPlain : zh) : look.elderly ? enPlain : en;
  const itemName = say(
    '开无犯罪记录证明',
    'Certificate of no criminal record',
    '开无犯罪记录证明',
    'No-crime certificate',
  );
  const help = {
    helpName: say('柳林镇便民服务中心服务台', 'Liulin Town Service Centre, desk'),
    helpPhone: '0558-2250012',
  };
  const base: Omit<View, 'screen'> = {
    run: 'sample',
    session: 1,
    place: say('柳林镇便民服务中心', 'Liulin Town Service Centre'),
    online: true,
    reader: { state: 'ready', samId: '05.01-20101129-0001228293-0296863149' },
    printer: { state: 'ready', paperNearEnd: false },
    devicesRestarting: false,
    codesAreTyped: false,
    keys: { pressed: [], typed: null },
    inSession: true,
    draftAtIdle: 'none',
    ...help,
    idleEndsInSeconds: null,
    ...look,
  };
  const samples: Sample[] = [];
  const sampling: Sampling = {
    say,
    itemName,
    elderly: look.elderly,
    help,
    add: (name, screen, changes = {}) => samples.push({ name, view: { ...base, ...changes, screen } }),
  };
  for (const add of of) add(sampling);
  return samples;
}
