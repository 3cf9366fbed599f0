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

/** Environment steps on which agents' rewards are compared, as in Ivanov and Ben-Porat's code. */
const CLUSTERING_STEPS = 10_000;

/** The result of a pretraining, as in pretraining/clusters.json. */
export interface Pretraining {
  /** [n]: the group of each agent, by k-means. */
  readonly assignment: readonly number[];
  /** Environment steps of the one representative before the clustering. */
  readonly transitions: number;
  /** Environment steps on which agents were compared. */
  readonly clusteringSteps: number;
  /** Wall time of training and clustering. */
  readonly seconds: number;
}

/** Whether a run starts with a pretraining. */
export function needsPretraining({ config, spec }: RunSetup): boolean {
  const { needsClusters } = assignerRegistry.get(config.algorithm);
  const size = { numRepresentatives: config.representatives, numAgents: spec.numAgents };
  return needsClusters?.(size) ?? false;
}

/** Set-up of the pretraining: one policy for all agents, trained for half as many iterations as the run itself. */
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

/**
 * @param run - path of the run that the pretraining is for
 * @returns undefined if the pretraining is not finished
 */
export function readPretraining(run: string): Promise<Pretraining | undefined> {
  return readJson<Pretraining>(clustersPath(run));
}

/**
 * The pretraining's own run, which is in the directory of the run that it is for.
 * @returns undefined if it does not exist yet
 */
export function findPretrainingDirectory(run: string): Promise<RunDirectory | undefined> {
  return openRunDirectory(pathOf(run)).catch(() => undefined);
}

export async function openPretrainingDirectory(run: string, config: TrainConfig): Promise<RunDirectory> {
  const found = await findPretrainingDirectory(run);
  if (found !== undefined) return found;
  // A pretraining that was killed before its config was written holds nothing.
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
 * Splits agents into k groups by their rewards under the pretrained policy, and saves the groups. A run that is stopped
 * before they are saved repeats the clustering with the same random numbers.
 * @param setup - of the run, not of its pretraining
 * @returns undefined if it was aborted
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
