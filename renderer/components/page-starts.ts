interface Measured {
  /** Where each row begins, in px from the list's top. */
  readonly tops: readonly number[];
  /** Where the last row ends. */
  readonly end: number;
  readonly room: number;
  readonly roomWithButtons: number;
}

/** Which row each page begins with. A row that is higher than the room has a page to itself. */
export function pageStarts({ tops, end, room, roomWithButtons }: Measured): readonly number[] {
  if (end <= room) return [0];
  const starts = [0];
  tops.forEach((_top, row) => {
    const first = starts.at(-1) ?? 0;
    const bottom = tops[row + 1] ?? end;
    if (row > first && bottom - (tops[first] ?? 0) > roomWithButtons) starts.push(row);
  });
  return starts;
}
