import type { EngineChoice } from "../engines/choose-engine.js";
import type { ServerFlags } from "./server-flags.js";

/** Flags of `caucus assess`. */
export interface AssessFlags extends EngineChoice, ServerFlags {
  readonly run: string;
  readonly out: string;
  readonly requirements?: string;
  readonly episodes: number;
  readonly "max-episodes": number;
  readonly confidence: number;
  readonly seed: number;
  readonly perturb?: readonly string[];
  readonly "test-agents"?: string;
  readonly "max-episode-steps"?: number;
}
