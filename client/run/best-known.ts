/** Best known welfare of Resource Gathering's 25 agents by k, on its report scale, from tours found by search. */
const RESOURCE_GATHERING: Readonly<Record<number, number>> = {
  1: 74,
  2: 86,
  3: 89.28,
  5: 91.04,
  10: 92.32,
  25: 93.56,
};

/** @returns null if none is known */
export function bestKnownWelfare(
  environmentId: string,
  numRepresentatives: number,
  numAgents: number,
): number | null {
  if (environmentId !== "resource-gathering" || numAgents !== 25) return null;
  return RESOURCE_GATHERING[numRepresentatives] ?? null;
}
