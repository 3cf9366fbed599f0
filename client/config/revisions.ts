import { ConfigError } from "../base/config-error.js";
import type { TrainConfig } from "./train-config.js";

/** @throws ConfigError if a revision does not fit the representatives or the algorithm */
export function checkRevisions({ revisions, representatives: k, algorithm }: TrainConfig): void {
  if (revisions === null) return;
  if (revisions.length !== k) {
    throw new ConfigError(
      `revisions: expected one for each of ${k} representatives, got ${revisions.length}`,
    );
  }
  if (algorithm === "em") return;
  throw new ConfigError(`revisions: expected none unless algorithm is "em", got some for "${algorithm}"`);
}
