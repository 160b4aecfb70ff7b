/**
 * How many px of the design the panel's height stands for. The sizes are meant in millimetres (3.2 px each), so a larger
 * panel shows more and not everything larger. The bounds are what the longest screens need, and what an arm can reach:
 * below them a small panel shows everything smaller rather than cut off.
 */
export function designHeightPx(panelHeightMm: number, landscape: boolean): number {
  const [least, most] = landscape ? [1400, 1480] : [1840, 1920];
  return Math.min(most, Math.max(least, Math.round((panelHeightMm * 3.2) / 40) * 40));
}

/** Fits the page to the window; `zoom` and not rem, so that one unit serves borders, drawings and keys alike. */
export function fitPage(panelHeightMm: number): void {
  const { innerWidth, innerHeight } = window;
  const zoom = innerHeight / designHeightPx(panelHeightMm, innerWidth > innerHeight);
  document.documentElement.style.zoom = String(zoom);
}
