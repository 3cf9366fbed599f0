import type { Dossier, DossierPolicy } from "../../../approval/index.js";
import { words } from "../../base/words.js";
import { parameterText } from "./numbers.js";

/** Number of values up to which they are named one by one. */
const MOST_NAMED = 12;

/** Whom a policy serves, in words, such as "target velocity 0.5 to 1.2 m/s". */
export function whomText({ environment, agents }: Dossier, policy: DossierPolicy): string {
  if (policy.ranges === null) return "nobody";
  return environment.parameters
    .map(({ name, unit }, column) => {
      const values = policy.agents.map((i) => agents.parameters[i][column]);
      return `${words(name)} ${valuesText(values)}${unit === "" ? "" : ` ${unit}`}`;
    })
    .join(", ");
}

/** Few whole numbers one by one; otherwise the range. */
function valuesText(values: readonly number[]): string {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.every(Number.isInteger) && distinct.length <= MOST_NAMED)
    return distinct.map(parameterText).join(", ");
  const [first, last] = [distinct[0], distinct.at(-1)!];
  return first === last ? parameterText(first) : `${parameterText(first)} to ${parameterText(last)}`;
}
