import type { Rng } from "../../../envs/rng.js";
import type { PolicyReturns } from "../../assignment/unseen/policy-returns.js";
import { type EpisodeEnding, evaluate } from "../../learner/play/evaluate.js";
import type { PlayedStep } from "../../learner/play/steps.js";
import type { Representatives } from "../../learner/representatives/representatives.js";
import type { Trajectories } from "../../records/records.js";
import type { Environments } from "../../remote/environments/environments.js";

/** Fresh episodes, E of each policy, on their modes. */
export interface PlayedEpisodes {
  /** [k, E, n]: on the report scale. */
  readonly returns: PolicyReturns;
  /** [k · E]. */
  readonly endings: readonly EpisodeEnding[];
  /** Trajectories of each policy's first episode. */
  readonly trajectories: Trajectories;
}

/** How episodes are played. */
export interface PlayOptions {
  /** E. */
  readonly numEpisodes: number;
  /** Steps after which an episode is cut short. */
  readonly maxSteps: number;
  /** Draws nothing while policies act on their modes; the player asks for it. */
  readonly rng: Rng;
  /** Called with every step, and with the environments whose episode had ended before. */
  readonly onPlayed?: (step: PlayedStep, ended: ReadonlySet<number>) => void;
  /** Called after every step with the share that is done, between 0 and 1. */
  readonly onShare?: (share: number) => void;
}

/**
 * Plays E episodes of each policy, in as many rounds as they take. The environments go on with their random numbers from
 * one round to the next, so that every episode starts in its own way.
 * @param environments - some for each policy, as many as E if that is less
 */
export async function playEpisodes(
  environments: Environments,
  representatives: Representatives,
  { numEpisodes, onShare, ...options }: PlayOptions,
): Promise<PlayedEpisodes> {
  const k = representatives.model.sizes.numRepresentatives;
  const perRound = environments.numEnvs / k;
  const rounds: PlayedEpisodes[] = [];
  for (let first = 0; first < numEpisodes; first += perRound) {
    const onStep = (share: number) => onShare?.(Math.min((first + share * perRound) / numEpisodes, 1));
    const { returns, endings, trajectories } = await evaluate(environments, representatives, {
      ...options,
      mode: "deterministic",
      onStep,
    });
    const { numAgents, reportScale } = environments.spec;
    const values = returns.map((value) => value * reportScale);
    rounds.push({ returns: { numPolicies: k, numAgents, values }, endings, trajectories });
  }
  return joinEpisodes(rounds, numEpisodes);
}

/** @returns the first E episodes of each policy, of some rounds with equally many */
function joinEpisodes(rounds: readonly PlayedEpisodes[], numEpisodes: number): PlayedEpisodes {
  const [{ returns, endings, trajectories }] = rounds;
  const { numPolicies: k, numAgents: n } = returns;
  const perRound = endings.length / k;
  const values = new Float64Array(k * numEpisodes * n);
  const joined: EpisodeEnding[] = [];
  for (let c = 0; c < k * numEpisodes; c++) {
    const [j, e] = [Math.floor(c / numEpisodes), c % numEpisodes];
    const round = rounds[Math.floor(e / perRound)];
    const row = j * perRound + (e % perRound);
    values.set(round.returns.values.subarray(row * n, (row + 1) * n), c * n);
    joined.push(round.endings[row]);
  }
  return { returns: { ...returns, values }, endings: joined, trajectories };
}
