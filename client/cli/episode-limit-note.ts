import { episodeLimitNotes } from "../run/episode-limit.js";
import type { RunSetup } from "../run/run-setup.js";

/** Says where evaluations cut episodes short, if the environment does not say how long they are. */
export function sayEpisodeLimit({ config, spec }: Pick<RunSetup, "config" | "spec">): void {
  for (const note of episodeLimitNotes(config, spec)) console.error(note);
}
