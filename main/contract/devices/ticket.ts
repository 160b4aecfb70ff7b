import { z } from 'zod';

/**
 * Names the session on whose behalf a card is read. Random, made by the service when a session begins. An answer under
 * another ticket is thrown away, so a slow or re-started host cannot hand one person's card to the next.
 */
export const ticket = z.string().regex(/^[0-9a-f]{32}$/);
