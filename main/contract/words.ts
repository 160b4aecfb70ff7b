import { z } from 'zod';

export const language = z.enum(['zh', 'en']);
export type Language = z.infer<typeof language>;

/** One text in every language the terminal speaks. A missing one is an error in the file, never a hole on the screen. */
export const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Words = Readonly<z.infer<typeof words>>;
