import { type LifeEvent, lifeEvent } from '../../contract/item-elements.ts';
import type { Item } from '../../contract/item.ts';
import type { Looking, OfferedItem } from '../../contract/view/home.ts';
import type { Screen } from '../../contract/view/screen.ts';
import type { Words } from '../../contract/words.ts';
import { createFinder, type Finder } from '../catalog/finding.ts';

/** So many are shown themselves; of more, what happens in a life comes first. */
const fewItems = 4;
/** Used most here, one touch away. */
const mostUsed = 2;
/** Names beside an event: enough to see what it leads to. */
const namesOfEvent = 2;
/** Fewer choices for whoever wants it plain; all items are one touch away. */
const eventsInElderly = 4;
const mostFound = 40;

export interface LookingPorts {
  /** Offered now; another array when there are others. */
  readonly items: () => readonly Item[];
  usesOf(id: string): number;
}

type Say = (words: Words, plain?: Words) => string;
type HomeScreen = Extract<Screen, { screen: 'home' }>;
export type BesidesLooking = Pick<HomeScreen, 'interrupted' | 'draftWaits' | 'takesCodes' | 'code'>;

/** How somebody who stands before the first screen comes to an item. Nothing of it is a session yet, and nothing of it stays. */
export function createLooking({ items, usesOf }: LookingPorts) {
  let looking: Looking = { at: 'start' };
  let found: { readonly by: Finder; readonly text: string; readonly items: readonly Item[] } | null = null;
  let known: { readonly items: readonly Item[]; readonly finder: Finder } | null = null;
  /** Made when it is wanted first, and anew for other items: spelling 500 of them takes a good tenth of a second. */
  const finder = (): Finder => {
    const now = items();
    if (known?.items !== now) known = { items: now, finder: createFinder(now) };
    return known.finder;
  };
  /** Kept for the next view of the same, of which any device can be the reason. */
  const foundBy = (text: string): readonly Item[] => {
    const by = finder();
    if (found?.by !== by || found.text !== text)
      found = { by, text, items: by.byWords(text, usesOf).slice(0, mostFound) };
    return found.items;
  };
  const byUse = (some: readonly Item[]) => some.toSorted((a, b) => usesOf(b.id) - usesOf(a.id));
  const ofEvent = (event: LifeEvent) => byUse(items().filter(({ lifeEvents }) => lifeEvents?.includes(event) === true));

  const eventsShown = (say: Say, elderly: boolean): HomeScreen['events'] => {
    if (items().length <= fewItems) return [];
    const all = lifeEvent.options
      .map((event) => ({ event, items: ofEvent(event) }))
      .filter((one) => one.items.length > 0)
      .map((one) => ({ ...one, uses: one.items.reduce((sum, { id }) => sum + usesOf(id), 0) }));
    const shown = elderly ? all.toSorted((a, b) => b.uses - a.uses).slice(0, eventsInElderly) : all;
    return shown.map((one) => ({
      event: one.event,
      // As people call them, also for those who read the ordinary words: there is room for little.
      names: one.items.slice(0, namesOfEvent).map(({ name, plainName }) => say(plainName ?? name)),
    }));
  };

  return {
    isAtStart: (): boolean => looking.at === 'start',
    to: (next: Looking): void => {
      looking = next;
    },
    forget: (): void => {
      looking = { at: 'start' };
      found = null;
    },
    screen: (say: Say, elderly: boolean, besides: BesidesLooking): Screen => {
      const shown = (some: readonly Item[]): OfferedItem[] =>
        some.map(({ id, name, plainName, summary, picture }) => ({
          id,
          name: say(name, plainName),
          summary: say(summary),
          picture,
        }));
      switch (looking.at) {
        case 'start': {
          const events = eventsShown(say, elderly);
          const used = byUse(items()).filter(({ id }) => usesOf(id) > 0);
          return {
            screen: 'home',
            items: shown(events.length === 0 ? byUse(items()) : used.slice(0, mostUsed)),
            events,
            ...besides,
          };
        }
        case 'event':
          return { screen: 'items', event: looking.event, items: shown(ofEvent(looking.event)) };
        case 'all':
          return { screen: 'items', event: null, items: shown(byUse(items())) };
        case 'words':
          return {
            screen: 'find',
            text: looking.text,
            items: shown(foundBy(looking.text)),
          };
        default:
          return looking satisfies never;
      }
    },
  };
}

export type LookingAround = ReturnType<typeof createLooking>;
