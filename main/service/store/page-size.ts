/** Set when a database is made and asserted at every open: a damaged one is read by it when its header no longer says so. */
export const pageBytes = 4096;
