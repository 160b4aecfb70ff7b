/** One enrolment of one terminal; written "LLZ01/1". */
export interface Incarnation {
  readonly terminal: string;
  readonly incarnation: number;
}

export const incarnationName = ({ terminal, incarnation }: Incarnation): string => `${terminal}/${incarnation}`;

/** Null for anything that is not written as `incarnationName` writes it. */
export function parseIncarnationName(name: string): Incarnation | null {
  const match = /^([A-Z0-9]{3,8})\/([1-9]\d{0,5})$/.exec(name);
  return match === null ? null : { terminal: match[1] ?? '', incarnation: Number(match[2]) };
}
