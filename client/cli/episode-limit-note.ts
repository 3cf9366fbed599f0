import type { TrainConfig } from "../config/train-config.js";
import type { Transport } from "../remote/transport/transport.js";
import { describeEnvironment } from "../run/environment-spec.js";
import { episodeLimitNotes } from "../run/episode-limit.js";

/** Says where evaluations cut episodes short, if the environment does not say how long they are. */
export async function sayEpisodeLimit(transports: readonly Transport[], config: TrainConfig): Promise<void> {
  const notes = episodeLimitNotes(config, await describeEnvironment(transports, config));
  for (const note of notes) console.error(note);
}
