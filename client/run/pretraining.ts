import { join } from "node:path";
import { createRng } from "../../envs/rng.js";
import { assignerRegistry, trivialAlgorithm } from "../assignment/assigners/index.js";
import { coordinates } from "../assignment/clustering/coordinates.js";
import { kMeans } from "../assignment/clustering/k-means.js";
import { readJson, removeWhole, writeJson } from "../base/files.js";
import { numIterations } from "../base/num-iterations.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Learner } from "../learner/learner.js";
import type { Transport } from "../remote/transport/transport.js";
import { openClusteringEnvironments } from "./open-environments.js";
import { rewardProducts } from "./reward-products.js";
import { createRunDirectory, openRunDirectory, type RunDirectory } from "./run-directory.js";
import type { RunSetup } from "./run-setup.js";

/** Environment steps on which agents are compared (Ivanov and Ben-Porat's code). */
const CLUSTERING_STEPS = 10_000;

/** pretraining/clusters.json: what a pretraining came to. */
export interface Pretraining {
  /** [n]: the group k-means put each agent in. */
  readonly assignment: readonly number[];
  /** Environment steps made before the clustering, of the one representative. */
  readonly transitions: number;
  /** Environment steps on which agents were compared. */
  readonly clusteringSteps: number;
  /** Wall time of it all. */
  readonly seconds: number;
}

/** Whether a run starts with one. */
export function needsPretraining({ config, spec }: RunSetup): boolean {
  const { needsClusters } = assignerRegistry.get(config.algorithm);
  const size = { numRepresentatives: config.representatives, numAgents: spec.numAgents };
  return needsClusters?.(size) ?? false;
}

/** One policy for everybody, trained for half as many iterations as each of the k policies after it. */
export function pretrainingSetup({ config, spec }: RunSetup): RunSetup {
  const iterations = Math.max(Math.floor(numIterations(config) / 2), 1);
  const size = { numRepresentatives: 1, numAgents: spec.numAgents };
  const changed = {
    algorithm: trivialAlgorithm(size)!,
    representatives: 1,
    transitions: iterations * config.batchSize,
    totalTransitions: null,
  };
  return { config: { ...config, ...changed }, spec, committee: () => undefined };
}

const pathOf = (run: string) => join(run, "pretraining");
const clustersPath = (run: string) => join(pathOf(run), "clusters.json");

/** @param run - path of the run whose pretraining it is; undefined while it is not done */
export function readPretraining(run: string): Promise<Pretraining | undefined> {
  return readJson<Pretraining>(clustersPath(run));
}

/**
 * The run in which pretraining happens, in the directory of the one it is for.
 * @returns undefined if there is none yet
 */
export function findPretrainingDirectory(run: string): Promise<RunDirectory | undefined> {
  return openRunDirectory(pathOf(run)).catch(() => undefined);
}

export async function openPretrainingDirectory(run: string, config: TrainConfig): Promise<RunDirectory> {
  const found = await findPretrainingDirectory(run);
  if (found !== undefined) return found;
  // One that was killed before it had a config holds nothing.
  await removeWhole(pathOf(run));
  return createRunDirectory(pathOf(run), config);
}

export interface ClusteringOptions {
  /** The run's directory. */
  readonly run: string;
  /** Wall time of the pretraining so far. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/**
 * Splits agents into k groups by their rewards under the pretrained policy, and writes it down. A run that is
 * stopped before that does it all again, with the same random numbers.
 * @param setup - of the run, not its pretraining
 * @returns undefined if told to stop
 */
export async function clusterAgents(
  transports: readonly Transport[],
  setup: RunSetup,
  learner: Learner,
  { run, seconds, signal }: ClusteringOptions,
): Promise<Pretraining | undefined> {
  const { config } = setup;
  const start = performance.now();
  const environments = await openClusteringEnvironments(transports, setup);
  try {
    const rng = createRng(config.seed, "clustering");
    const { representatives } = learner;
    const options = { numSteps: CLUSTERING_STEPS, rng, signal };
    const products = await rewardProducts(environments, representatives, options);
    if (products === undefined) return undefined;
    const points = coordinates(products, environments.spec.numAgents);
    const pretraining: Pretraining = {
      assignment: [...kMeans(points, config.representatives, rng)],
      transitions: learner.iteration * config.batchSize,
      clusteringSteps: CLUSTERING_STEPS,
      seconds: seconds + (performance.now() - start) / 1000,
    };
    await writeJson(clustersPath(run), pretraining);
    return pretraining;
  } finally {
    await environments.close();
  }
}
