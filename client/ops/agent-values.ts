import type { Assignment, Utilities } from "./assignment.js";

/**
 * The returns that agents get from the representatives that serve them.
 *   Vᵢ = Σⱼ αⁱ(j) Q[j, i]
 * Ivanov and Ben-Porat 2024, section 3.1.
 * @param weights - α, [k, n]
 * @param utilities - Q, [k, n]
 * @param numAgents - n
 * @returns V, [n], in Q's unit
 */
export function agentValues(
  weights: ArrayLike<number>,
  utilities: Utilities,
  numAgents: number,
): Float64Array {
  const values = new Float64Array(numAgents);
  utilities.forEach((q, c) => {
    values[c % numAgents] += weights[c] * q;
  });
  return values;
}

/**
 * The returns that agents get if each has one representative.
 *   Vᵢ = Q[j(i), i]
 * @param utilities - Q, [k, n]
 * @returns V, [n], in Q's unit
 */
export function assignedValues(utilities: ArrayLike<number>, assignment: Assignment): Float64Array {
  return Float64Array.from(assignment, (j, i) => utilities[j * assignment.length + i]);
}
