import type { Algorithm } from "../assigners/index.js";
import { ConfigError } from "./config-error.js";

/** @throws ConfigError if an algorithm needs an ε that is not given */
export function checkEpsilon({
  algorithm,
  epsilon,
}: {
  readonly algorithm: Algorithm;
  readonly epsilon: number | null;
}): void {
  if (algorithm !== "committee" || epsilon !== null) return;
  throw new ConfigError(
    'epsilon: expected how far from its prototype an agent may be for algorithm "committee", got none',
  );
}
