/**
 * A text in pieces that a page can be cut between: its lines, and of those the sentences. A paragraph as a whole may be
 * higher than the room in large type, and what is cut off nobody has read.
 */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => line.split(/(?<=[。；！？])|(?<=[.;!?]) +/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
