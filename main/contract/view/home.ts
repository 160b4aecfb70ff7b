import { z } from 'zod';
import { lifeEvent } from '../item-elements.ts';
import { picture } from '../item.ts';

/** What became of a code on the first screen that opened nothing. */
export const codeAtHome = z.enum(['unknown', 'unreadable']);
export type CodeAtHome = z.infer<typeof codeAtHome>;

const offeredItem = z.strictObject({ id: z.string(), name: z.string(), summary: z.string(), picture });
export type OfferedItem = Readonly<z.infer<typeof offeredItem>>;

/** What somebody looks for an item by, before there is a session. */
export const looking = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('start') }),
  z.strictObject({ at: z.literal('event'), event: lifeEvent }),
  z.strictObject({ at: z.literal('all') }),
  /** Characters, pinyin, initials, English. */
  z.strictObject({ at: z.literal('words'), text: z.string().max(200) }),
]);
export type Looking = Readonly<z.infer<typeof looking>>;

export const homeScreen = z.strictObject({
  screen: z.literal('home'),
  /** All where few are offered. Where there are `events`, those that are used most. */
  items: z.array(offeredItem),
  /** What happens in a life, with the names of some items it leads to, most used first. Empty where few items are offered. */
  events: z.array(z.strictObject({ event: lifeEvent, names: z.array(z.string()) })),
  /** The machine stopped in the middle of somebody's form: say that it starts over. */
  interrupted: z.boolean(),
  /** Somebody's draft is kept here: whoever agreed to that can go on with their card. Whose it is, nobody knows. */
  draftWaits: z.boolean(),
  /** An item's code may be scanned here. */
  takesCodes: z.boolean(),
  code: codeAtHome.nullable(),
});

/** All items, or those of one event; most used first. */
export const itemsScreen = z.strictObject({
  screen: z.literal('items'),
  event: lifeEvent.nullable(),
  items: z.array(offeredItem),
});

export const findScreen = z.strictObject({
  screen: z.literal('find'),
  text: z.string(),
  /** Best first, and no more than anybody would turn pages for. */
  items: z.array(offeredItem),
});
