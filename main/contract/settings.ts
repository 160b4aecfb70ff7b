import type { z } from 'zod';
import { profile } from './profile.ts';

/**
 * What of a profile may come from afar, in a bundle, for all terminals: docs/decisions/0015-bundles-and-their-notice.md says
 * why no more. What is left out stays as the terminal's own profile has it.
 */
export const settings = profile.pick({ help: true, idle: true }).partial();
export type Settings = Readonly<z.infer<typeof settings>>;
