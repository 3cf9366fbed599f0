import { spaceSize } from "../../envs/index.js";
import type { PythonKind } from "../python/kind.js";
import { json } from "../python/messages.js";
import type { ShardSetup } from "./shard.js";
import type { RowRange } from "./split-rows.js";

/** In place of a seed. */
const NO_SEED = 2n ** 64n - 1n;

/** A seed, or none, as a worker reads it. */
export function seedBytes(seed: number | undefined): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(seed === undefined ? NO_SEED : BigInt(seed));
  return bytes;
}

/**
 * The request to make environments, as worker/setup.py reads it.
 * @param rows - the range of the shard's environments
 */
export function makeRequest(
  { name, numObjectives }: PythonKind,
  setup: ShardSetup,
  [from, to]: RowRange,
): Uint8Array {
  const { kind, seed, firstRow, autoreset } = setup;
  const { spec, options } = kind;
  return json({
    name,
    options,
    drawn: spec.renderModes.length > 0,
    numEnvs: to - from,
    seed: seed + from,
    firstRow: firstRow + from,
    sameStep: autoreset === "same-step",
    maxEpisodeSteps: spec.maxEpisodeSteps,
    observationSize: spaceSize(spec.observationSpace),
    numObjectives,
    infos: spec.infos.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
  });
}
