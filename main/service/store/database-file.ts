import { join } from 'node:path';

export const databaseFile = (folder: string): string => join(folder, 'terminal.sqlite');

/** "TONG": tells our file from somebody else's SQLite database. */
export const applicationId = 0x544f4e47;
