import pino, { type Logger } from 'pino';

/** Codes, numbers and names of fields. What a person said or what a card says never gets here. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

export function openLog(file: string | undefined): Log {
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: file ?? 2, sync: true, mkdir: true }),
  );
}
