import path from 'node:path';

/** Where the inner interface is when nothing else is said. */
export const defaultInnerSocket = (dataFolder: string): string => path.resolve(dataFolder, 'inner', 'socket');
