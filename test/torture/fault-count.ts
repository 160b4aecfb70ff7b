/** How often each kind of fault happened: torture that did nothing must not look like a terminal that stands it. */
export interface FaultCount {
  note(kind: string): void;
  readonly byKind: Readonly<Record<string, number>>;
}

export function countFaults(): FaultCount {
  const byKind: Record<string, number> = {};
  return {
    note: (kind) => {
      byKind[kind] = (byKind[kind] ?? 0) + 1;
    },
    byKind,
  };
}
