import type { Dossier } from "../../../approval/index.js";
import type { EnvironmentSpec } from "../../../proto/index.js";
import type { Trajectories } from "../../records/records.js";
import type { Replay } from "../../replay/replay.js";

/** Everything that a dossier's page is made of. */
export interface PageMaterials {
  readonly dossier: Dossier;
  /** The environment's description, and the options that it has. */
  readonly spec: Pick<EnvironmentSpec, "description" | "options">;
  /** Trajectories of each policy's first episode. */
  readonly trajectories: Trajectories;
  /** Replays by policy, from 0; none of those that are not shown. */
  readonly replays: ReadonlyMap<number, Replay>;
  /** Components of observations that were not stuck, since there are too many. */
  readonly leftOut: readonly number[];
}
