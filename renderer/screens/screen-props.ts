import type { Screen } from '../../main/contract/view/screen.ts';

export type ShownAs<Name extends Screen['screen']> = Extract<Screen, { screen: Name }>;

export interface ScreenProps<Name extends Screen['screen']> {
  readonly screen: ShownAs<Name>;
}
