/** A line for the journal: what happened and why, never what a person entered. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean | null>>) => void;

export const logToStderr: Log = (event, facts) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), program: 'shell', event, ...facts })}\n`);
};
