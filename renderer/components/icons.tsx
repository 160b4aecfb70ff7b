import type { ReactElement } from 'react';
import './icons.css';

/** One family: 24 units, a round stroke of 2, no fill. Never alone: a word stands beside each. */
const strokes = {
  hall: 'M3 9.5 12 4l9 5.5M5 20h14M6.5 12v5M10.2 12v5M13.8 12v5M17.5 12v5',
  offline:
    'M3 3l18 18M8.5 15.5a5 5 0 0 1 7 0M5.5 12a9 9 0 0 1 4.6-2.5M14.6 9.7a9 9 0 0 1 3.9 2.3M2.5 8.5A13.4 13.4 0 0 1 7 5.7M11 4.6a13.4 13.4 0 0 1 10.5 3.9M12 19h.01',
  device: 'M7 8V4h10v4M5 8h14a2 2 0 0 1 2 2v6h-4M7 16H3v-6a2 2 0 0 1 2-2M7 13h10v7H7z',
  scanner: 'M3 13h18v6a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1zM3 13 19 4.500M6.5 16.500h7M17.500 16.500h.01',
  camera:
    'M4 8h3.500L9 5.500h6L16.500 8H20a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1M12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7',
  search: 'M10.5 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13M15.2 15.200 20.500 20.500',
  restart: 'M20 12a8 8 0 1 1-2.6-5.9M20 3v4.5h-4.5',
  question: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M9.3 9.3a2.8 2.8 0 0 1 5.4.9c0 1.8-2.7 2.3-2.7 3.8M12 17h.01',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5a7.5 7.5 0 0 1 15 0',
  leave: 'M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h11M17.5 8.5 21 12l-3.5 3.5',
  largeText: 'M3 19 8.5 5 14 19M5 14.5h7M15.5 19l3-8 3 8M16.5 16.4h4',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18',
  check: 'M4.5 12.5 10 18 20 7',
  warning: 'M12 4 2.8 20h18.400zM12 10v4.500M12 17.300h.01',
  card: 'M3 6.500A1.5 1.5 0 0 1 4.5 5h15A1.5 1.5 0 0 1 21 6.500v11a1.5 1.5 0 0 1-1.5 1.500h-15A1.5 1.5 0 0 1 3 17.500zM6.5 10h5M6.5 14h4M16 12a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.400M13.3 16a2.7 2.7 0 0 1 5.4 0',
  answers: 'M8.5 6.500H20M8.5 12H20M8.5 17.500H20M3.5 6.500h1.500M3.5 12h1.500M3.5 17.500h1.5',
  receipt: 'M6 3h12v18l-2.4-1.8-2.4 1.8-2.4-1.800L8.4 21 6 19.200zM9.5 8h5M9.5 12h5',
  lock: 'M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1M8 11V8a4 4 0 0 1 8 0v3M12 15v1.5',
  phone:
    'M6 3.500h3l1.5 4.5-2 1.500a11 11 0 0 0 6 6l1.5-2 4.5 1.500v3a1.5 1.5 0 0 1-1.5 1.500A16 16 0 0 1 4.5 5 1.5 1.5 0 0 1 6 3.5',
  forward: 'M9 5l7 7-7 7',
  backward: 'M15 5l-7 7 7 7',
  code: 'M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4M3 12h18M8 8v2M12 8v2M16 8v2M8 14v2M12 14v2M16 14v2',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.500l3.5 2',
} as const satisfies Record<string, string>;

export type IconName = keyof typeof strokes;

export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={strokes[name]} />
    </svg>
  );
}
