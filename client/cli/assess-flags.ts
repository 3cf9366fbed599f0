import type { EngineChoice } from "../engines/choose-engine.js";
import type { EvaluatedRunFlags } from "./evaluated-run.js";
import type { ServerFlags } from "./server-flags.js";

/** Flags of `caucus assess`. */
export interface AssessFlags extends EngineChoice, ServerFlags, EvaluatedRunFlags {
  readonly out: string;
  readonly requirements?: string;
  readonly episodes: number;
  /** {@link maxEpisodesOf} says the default. */
  readonly "max-episodes"?: number;
  readonly confidence: number;
  readonly seed: number;
  readonly perturb?: readonly string[];
  readonly "test-agents"?: string;
}

const MOST_EPISODES = 1000;

/** Episodes of each policy up to which episodes are added. */
export function maxEpisodesOf({ episodes, "max-episodes": given }: AssessFlags): number {
  return given ?? Math.max(MOST_EPISODES, episodes);
}
