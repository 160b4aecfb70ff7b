import type { Line } from './line.ts';

/** Where in the box how much ink goes which way: the same whatever order strokes are written in, and whether they are joined. */

const directions = 8;
const cells = 8;
/** Ink is gathered on a grid twice as fine, and then blurred: what lies at the border of a cell counts for both. */
const fine = 24;
/** The box reaches beyond the spread of most writing. */
const boxSide = 1.3;
const blurInCells = 0.75;

export const features = directions * cells * cells;

const blur = blurWeights();
const gathered = new Float32Array(directions * fine * fine);
const halfway = new Float32Array(cells * fine);

/** `features` numbers, square roots of amounts, their squares adding up to 1. */
export function directionFeatures(line: Line, into: Float32Array): void {
  gather(line);
  let squares = 0;
  for (let direction = 0; direction < directions; direction += 1) {
    const base = direction * fine * fine;
    for (let cell = 0; cell < cells; cell += 1) {
      for (let column = 0; column < fine; column += 1) {
        let sum = 0;
        for (let row = 0; row < fine; row += 1) {
          const weight = blur[cell * fine + row] as number;
          if (weight !== 0) sum += weight * (gathered[base + row * fine + column] as number);
        }
        halfway[cell * fine + column] = sum;
      }
    }
    for (let row = 0; row < cells; row += 1) {
      for (let cell = 0; cell < cells; cell += 1) {
        let sum = 0;
        for (let column = 0; column < fine; column += 1) {
          const weight = blur[cell * fine + column] as number;
          if (weight !== 0) sum += weight * (halfway[row * fine + column] as number);
        }
        into[(direction * cells + row) * cells + cell] = Math.sqrt(sum);
        squares += sum;
      }
    }
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let at = 0; at < features; at += 1) into[at] = (into[at] as number) * scale;
}

/** Between four cells and two directions, by how near it is to each. */
function gather({ count, x, y, dx, dy }: Line): void {
  gathered.fill(0);
  for (let at = 0; at < count; at += 1) {
    const [goesX, goesY] = [dx[at] as number, dy[at] as number];
    const length = Math.hypot(goesX, goesY);
    if (length === 0) continue;
    const turn = ((Math.atan2(goesY, goesX) / (2 * Math.PI) + 1) % 1) * directions;
    const direction = Math.floor(turn) % directions;
    const next = (direction + 1) % directions;
    const aside = turn - Math.floor(turn);
    const column = ((x[at] as number) / boxSide + 0.5) * fine - 0.5;
    const row = ((y[at] as number) / boxSide + 0.5) * fine - 0.5;
    const [left, top] = [Math.floor(column), Math.floor(row)];
    for (let down = 0; down < 2; down += 1) {
      for (let right = 0; right < 2; right += 1) {
        const cellX = Math.min(fine - 1, Math.max(0, left + right));
        const cellY = Math.min(fine - 1, Math.max(0, top + down));
        const share = length * Math.abs(1 - right - (column - left)) * Math.abs(1 - down - (row - top));
        const cell = cellY * fine + cellX;
        gathered[direction * fine * fine + cell] =
          (gathered[direction * fine * fine + cell] as number) + share * (1 - aside);
        gathered[next * fine * fine + cell] = (gathered[next * fine * fine + cell] as number) + share * aside;
      }
    }
  }
}

function blurWeights(): Float32Array {
  const weights = new Float32Array(cells * fine);
  const ratio = fine / cells;
  for (let cell = 0; cell < cells; cell += 1) {
    const middle = (cell + 0.5) * ratio - 0.5;
    for (let at = 0; at < fine; at += 1) {
      const away = (at - middle) / ratio / blurInCells;
      weights[cell * fine + at] = Math.abs(away) > 2.7 ? 0 : Math.exp((-away * away) / 2);
    }
  }
  return weights;
}
