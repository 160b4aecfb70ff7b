/**
 * Between the page and the shell. In a file of its own: the preload script runs in every page's process and takes this
 * along, and is not to take the schemas with it.
 */
export const pageChannels = {
  act: 'tongban:act',
  current: 'tongban:current',
  view: 'tongban:view',
  ping: 'tongban:ping',
  pong: 'tongban:pong',
} as const;
