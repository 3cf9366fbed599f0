/** Which representative serves each agent: [n], entries 0 … k − 1. */
export type Assignment = Int32Array;

/** Returns of representatives for agents, [k, n]; row j belongs to representative j. */
export type Utilities = Float64Array;

/**
 * The E-step: each agent goes to the representative that is best for it; among equals, to the first.
 *   αⁱ(j*) = 1 ⟺ j* = argmaxⱼ Q[j, i]
 * Ivanov and Ben-Porat 2024, eq. 11.
 * @param utilities - Q, [k, n]
 */
export function greedyAssignment(utilities: ArrayLike<number>, numRepresentatives: number): Assignment {
  const n = utilities.length / numRepresentatives;
  const assignment = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 1; j < numRepresentatives; j++) {
      if (utilities[j * n + i] > utilities[assignment[i] * n + i]) assignment[i] = j;
    }
  }
  return assignment;
}

/** Agent i goes to representative i mod k. */
export function dealtAssignment(numAgents: number, numRepresentatives: number): Assignment {
  return Int32Array.from({ length: numAgents }, (_, i) => i % numRepresentatives);
}

/** α as 0 and 1, [k, n]. */
export function hardWeights(assignment: Assignment, numRepresentatives: number): Float32Array {
  const n = assignment.length;
  const weights = new Float32Array(numRepresentatives * n);
  assignment.forEach((j, i) => {
    weights[j * n + i] = 1;
  });
  return weights;
}

/** Number of agents of each representative, [k]. */
export function clusterSizes(assignment: Assignment, numRepresentatives: number): number[] {
  const sizes = new Array<number>(numRepresentatives).fill(0);
  for (const j of assignment) sizes[j]++;
  return sizes;
}

/** Mean over agents of the utility of their representative for them. */
export function welfare(utilities: ArrayLike<number>, assignment: Assignment): number {
  const n = assignment.length;
  return assignment.reduce((sum, j, i) => sum + utilities[j * n + i], 0) / n;
}
