import { resolveConfig } from "../../client/index.js";
import { createLearner } from "../../client/learner/learner.js";
import { createRng } from "../../envs/index.js";
import type { Bench, BenchContext } from "./bench.js";
import { alternate, type Contender } from "./contenders.js";
import { availableEngines, type BenchEngine } from "./engines.js";
import { AUTHORS_NETWORKS } from "./networks.js";
import { noise } from "./noise-batch.js";
import { peerContenders } from "./peers.js";
import type { Row } from "./row.js";
import { type BenchSizes, learnerSizes } from "./sizes.js";
import { medianMilliseconds } from "./timing.js";

const SIZES: BenchSizes = { k: 5, n: 100, d: 17, a: 6, discrete: false };
/** B, environments of each representative; peers/act.py has the same. */
const ENVIRONMENTS = [1, 8];
/** Calls before the first round. */
const WARM_UP = 50;

export const act: Bench = {
  name: "act",
  title: "act: microseconds per call",
  about:
    "Observations in, sampled actions of k policies in B environments each out, hidden layers of 64 and 64; " +
    "ours normalise observations too. A ratio below 1 is faster.",
  reference: { engine: "pytorch", field: "us", same: ["k", "d", "a", "discrete", "B"] },
  hasPeers: true,
  run: (context) => measureActing(context, SIZES, ENVIRONMENTS),
};

/** @param environments - each B to measure at */
export async function* measureActing(
  context: BenchContext,
  sizes: BenchSizes,
  environments: readonly number[],
): AsyncIterable<Row> {
  const contenders: Contender[] = [];
  for (const engine of await availableEngines(context.progress)) {
    for (const B of environments) contenders.push(await engineContender(context, engine, sizes, B));
  }
  const { k, d, a, discrete } = sizes;
  const theirs = peerContenders(context, "act", { k, d, a, discrete });
  yield* await alternate([...contenders, ...theirs], context, { field: "us", decimals: 1 }, "act");
}

/** An engine that has had its warm-up. @param B - environments of each representative */
async function engineContender(
  { seconds }: BenchContext,
  { name, engine, activate }: BenchEngine,
  sizes: BenchSizes,
  B: number,
): Promise<Contender> {
  const { k, n, d, a, discrete } = sizes;
  const config = resolveConfig({ ...AUTHORS_NETWORKS, env: "half-cheetah", representatives: k, agents: n });
  const { representatives } = createLearner(learnerSizes(sizes), config, engine);
  const rng = createRng(0, "acting");
  const observations = noise(k * B * d, rng);
  const actions = discrete ? new Int32Array(k * B) : new Float32Array(k * B * a);
  const call = () => representatives.act(observations, "stochastic", rng, actions);
  await activate();
  for (let i = 0; i < WARM_UP; i++) await call();
  const fields = { bench: "act", engine: engine.name, backend: engine.backend, k, d, a, discrete, B };
  return {
    name: `${name}, B = ${B}`,
    async measure() {
      await activate();
      return [{ ...fields, us: 1000 * (await medianMilliseconds(call, seconds)) }];
    },
  };
}
