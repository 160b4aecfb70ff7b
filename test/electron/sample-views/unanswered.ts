/** What every question has that was not answered yet. */
export const unanswered = {
  screen: 'question',
  fault: null,
  changing: false,
  value: null,
  draftTrouble: null,
} as const;
