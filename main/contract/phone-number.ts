import { z } from 'zod';

/**
 * As it is written on a door: digits, spaces, hyphens, brackets of either width, + before all. Short numbers (110, 12345) too. What
 * is no number must not be shown as one: people read it off the screen when nothing else helps them.
 */
export const phoneNumber = z.string().regex(/^(?=(?:\D*\d){3})\+?[\d ()（）-]+$/);
