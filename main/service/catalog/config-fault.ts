import type { Words } from '../../contract/words.ts';

/** What is wrong in a file that an operator wrote, and what would be right: for the log and the staff page. */
export interface ConfigFault {
  /** The file's name without its folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly wrong: Words;
  readonly right: Words;
}
