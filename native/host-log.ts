/**
 * One JSON object a line on stderr. Fields name events, states and fields of messages; nothing a person's card said and
 * nothing that stands on a receipt ever goes in here.
 */
export function logHostEvent(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
  process.stderr.write(`${JSON.stringify({ program: 'device-host', event, ...fields })}\n`);
}

/** What may be told of a bug: its kind and where it was. Its message may quote the data that brought it about. */
export function describeBug(bug: unknown): Readonly<Record<string, unknown>> {
  if (!(bug instanceof Error)) return { kind: typeof bug };
  const places = (bug.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { kind: bug.name, at: places.map((line) => line.trim()) };
}
