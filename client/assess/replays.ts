import { isDrawable, recordReplays } from "../replay/record-replays.js";
import type { Replay } from "../replay/replay.js";
import type { AssessmentContext } from "./context.js";

/** Number of policies whose episodes are shown. */
const MOST_REPLAYS = 25;

/** Replays of an episode of each policy that serves someone, for a dossier's page; none if the environment draws nothing. */
export async function assessedReplays({
  transports,
  setup,
  representatives,
  onProgress,
}: AssessmentContext): Promise<Map<number, Replay>> {
  if (!isDrawable(setup.spec)) return new Map();
  const serving = [...new Set(representatives.assignment)].sort((a, b) => a - b).slice(0, MOST_REPLAYS);
  const replays = await recordReplays(transports, setup, representatives, { chosen: serving, onProgress });
  return new Map(serving.map((j, i) => [j, replays[i]]));
}
