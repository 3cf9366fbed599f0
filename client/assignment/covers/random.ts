import { permutation, type Rng } from "../../../envs/rng.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import type { CoverEntry, CoverProblem } from "./cover.js";
import { rowOf, tableOf } from "./rows.js";

/** The entry in the registry of covers. */
export const randomTasks: CoverEntry = {
  description: "tasks drawn at random",
  choose: drawnTasks,
};

/** K tasks drawn at random: the weak baseline of Ge et al. 2025. */
function drawnTasks({ tasks, numPrototypes }: CoverProblem, rng: Rng): ParameterTable {
  const drawn = permutation(tasks.rows, rng).subarray(0, numPrototypes);
  return tableOf(Array.from(drawn, (i) => rowOf(tasks, i)));
}
