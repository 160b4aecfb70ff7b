export interface Sentence {
  /** Of sentences alike, each is told by its own. */
  readonly nth: number;
  readonly text: string;
}

/**
 * A text in pieces that a page can be cut between: its lines, and of those the sentences. A paragraph as a whole may be
 * higher than the room in large type, and what is cut off nobody has read.
 */
export function sentencesOf(text: string): readonly Sentence[] {
  return text
    .split('\n')
    .flatMap((line) => line.split(/(?<=[。；！？])|(?<=[.;!?]) +/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .map((sentence, at) => ({ nth: at + 1, text: sentence }));
}
