import { episodeLimitNotes } from "../run/episode-limit.js";
import type { RunSetup } from "../run/run-setup.js";

/** Prints the step limit of evaluations if the environment has none of its own. */
export function sayEpisodeLimit({ config, spec }: Pick<RunSetup, "config" | "spec">): void {
  for (const note of episodeLimitNotes(config, spec)) console.error(note);
}
