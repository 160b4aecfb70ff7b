/** What every question has that was not answered yet. */
export const unanswered = {
  screen: 'question',
  member: null,
  asBefore: null,
  fault: null,
  faultPart: null,
  faultSays: null,
  changing: false,
  value: null,
  draftTrouble: null,
} as const;
