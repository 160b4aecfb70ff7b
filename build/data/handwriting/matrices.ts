import { CholeskyDecomposition, EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';

/** Sums of products of differences: how numbers vary together. */
export class Spread {
  readonly #size: number;
  readonly #products: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.#size = size;
    this.#products = new Float64Array(size * size);
  }

  add(differences: Float32Array): void {
    this.#count += 1;
    for (let row = 0; row < this.#size; row += 1) {
      const one = differences[row] as number;
      if (one === 0) continue;
      const base = row * this.#size;
      for (let column = 0; column <= row; column += 1) {
        this.#products[base + column] =
          (this.#products[base + column] as number) + one * (differences[column] as number);
      }
    }
  }

  matrix(): Matrix {
    const matrix = new Matrix(this.#size, this.#size);
    for (let row = 0; row < this.#size; row += 1) {
      for (let column = 0; column <= row; column += 1) {
        const value = (this.#products[row * this.#size + column] as number) / this.#count;
        matrix.set(row, column, value);
        matrix.set(column, row, value);
      }
    }
    return matrix;
  }
}

/** Of the variance within, added to every direction: one that hardly varied among the samples is not trusted blindly. */
const trust = 0.05;

/**
 * Linear discriminant analysis: the directions in which `between` is largest against `within`, each as a row, scaled so that
 * `within` is 1 along it.
 */
export function discriminants(within: Matrix, between: Matrix, count: number): readonly Float32Array[] {
  const size = within.rows;
  const ridge = (trust * within.trace()) / size;
  const steady = Matrix.add(within, Matrix.eye(size).mul(ridge));
  const whitening = inverse(new CholeskyDecomposition(steady).lowerTriangularMatrix);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    whitening.mmul(between).mmul(whitening.transpose()),
    { assumeSymmetric: true },
  );
  const back = whitening.transpose();
  return realEigenvalues
    .map((value, at) => ({ value, at }))
    .sort((a, b) => b.value - a.value)
    .slice(0, count)
    .map(({ at }) => Float32Array.from(back.mmul(eigenvectorMatrix.getColumnVector(at)).to1DArray()));
}
