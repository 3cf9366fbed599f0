import type { Algorithm } from "../../client/index.js";
import type { Bench, BenchContext } from "./bench.js";
import { alternate, type Contender } from "./contenders.js";
import { availableEngines, type BenchEngine } from "./engines.js";
import { peerContenders } from "./peers.js";
import type { Row } from "./row.js";
import type { BenchSizes } from "./sizes.js";
import { medianMilliseconds } from "./timing.js";
import { type UpdateProblem, updatePass, updateProblem } from "./update-problem.js";

/** Sizes to measure at. */
export interface UpdateCase extends BenchSizes {
  /** Minibatches of a pass: with the compiled engine, and with the eager one, slow enough to be counted in few. */
  readonly compiledMinibatches: number;
  readonly eagerMinibatches: number;
  /** That a peer times. */
  readonly peerMinibatches: number;
}

const MANY = { compiledMinibatches: 32, eagerMinibatches: 32, peerMinibatches: 200 };
const FEW = { compiledMinibatches: 32, eagerMinibatches: 8, peerMinibatches: 20 };

const CASES: readonly UpdateCase[] = [
  { k: 5, n: 100, d: 17, a: 6, discrete: false, ...MANY },
  { k: 25, n: 25, d: 30, a: 4, discrete: true, ...MANY },
  { k: 50, n: 1000, d: 17, a: 6, discrete: false, ...FEW },
];

const ALGORITHMS = ["em", "end-to-end"] as const satisfies readonly Algorithm[];

export const update: Bench = {
  name: "update",
  title: "update: milliseconds per minibatch",
  about:
    "One gradient step of k representatives on m = 64 transitions each, hidden layers of 64 and 64; " +
    "with ours, its share of handing over a pass's batch included. A ratio below 1 is faster.",
  reference: { engine: "pytorch", field: "ms", same: ["k", "n", "d", "a", "discrete", "algorithm"] },
  hasPeers: true,
  run: (context) => measureUpdates(context, CASES),
};

export async function* measureUpdates(
  context: BenchContext,
  cases: readonly UpdateCase[],
): AsyncIterable<Row> {
  const engines = await availableEngines(context.progress);
  for (const updateCase of cases) {
    for (const algorithm of ALGORITHMS) yield* await measureCase(context, engines, updateCase, algorithm);
  }
}

async function measureCase(
  context: BenchContext,
  engines: readonly BenchEngine[],
  updateCase: UpdateCase,
  algorithm: Algorithm,
): Promise<Row[]> {
  const { k, n, d, a, discrete, peerMinibatches: minibatches } = updateCase;
  const problem = updateProblem(updateCase, algorithm);
  const ours: Contender[] = [];
  for (const engine of engines) {
    ours.push(await engineContender(context, engine, problem, updateCase));
  }
  const theirs = peerContenders(context, "update", { k, n, d, a, discrete, algorithm, minibatches });
  const what = `update at ${k},${n},${d},${a}, ${algorithm}`;
  return alternate([...ours, ...theirs], context, { field: "ms", decimals: 3 }, what);
}

/** An engine that has had its warm-up: one pass. */
async function engineContender(
  { seconds }: BenchContext,
  { name, engine, activate }: BenchEngine,
  problem: UpdateProblem,
  { k, n, d, a, discrete, compiledMinibatches, eagerMinibatches }: UpdateCase,
): Promise<Contender> {
  const minibatches = engine.name === "compiled" ? compiledMinibatches : eagerMinibatches;
  const pass = updatePass(problem, engine, minibatches);
  const { name: kind, backend } = engine;
  const { algorithm } = problem.config;
  const fields = { bench: "update", engine: kind, backend, k, n, d, a, discrete, algorithm };
  await activate();
  await pass();
  return {
    name,
    async measure() {
      await activate();
      return [{ ...fields, ms: (await medianMilliseconds(pass, seconds)) / minibatches }];
    },
  };
}
