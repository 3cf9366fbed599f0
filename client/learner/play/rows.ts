import type { RolloutPiece } from "../../remote/environments/environments.js";

type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;

/**
 * Copies the rows of a piece to their place.
 * @param into - [T, N, …]
 * @param rows - [S, N′, …], of the piece
 * @param numEnvs - N
 */
export function putRows(
  into: Numbers,
  rows: Numbers,
  {
    firstStep,
    numSteps,
    firstRow,
    numEnvs: ownEnvs,
  }: Pick<RolloutPiece, "firstStep" | "numSteps" | "firstRow" | "numEnvs">,
  numEnvs: number,
): void {
  const width = rows.length / (numSteps * ownEnvs);
  if (ownEnvs === numEnvs) {
    into.set(rows, firstStep * numEnvs * width);
    return;
  }
  for (let s = 0; s < numSteps; s++) {
    const step = rows.subarray(s * ownEnvs * width, (s + 1) * ownEnvs * width);
    into.set(step, ((firstStep + s) * numEnvs + firstRow) * width);
  }
}
