import type { ActionArray } from "../../../envs/index.js";
import type { Rng } from "../../../envs/rng.js";
import { ContractError } from "../../../proto/index.js";
import type {
  Environments,
  Policy,
  RolloutEnd,
  RolloutEpisode,
  TakePiece,
} from "../../remote/environments/environments.js";
import type { Representatives } from "../representatives/representatives.js";
import type { ActingMode } from "../rollout/policy-sampling.js";
import { actionSize } from "../rollout/rollout.js";

/** Results of some steps, besides their pieces. */
export interface Played extends RolloutEnd {
  /** [N, d]: where the environments are now. */
  readonly observations: Float32Array;
}

/** Lets every representative act in its environments. Environment j · B + b belongs to representative j. */
export interface Player {
  /** Number of steps to play at once for a caller that may stop after any step. */
  readonly stride: number;
  /**
   * @param observations - [N, d]: where the environments are
   * @param take - receives the steps' pieces; their arrays may be overwritten after the call
   */
  play(observations: Float32Array, numSteps: number, take: TakePiece): Promise<Played>;
}

/** How representatives act. */
export interface PlayerOptions {
  readonly mode: ActingMode;
  /** Draws actions, or the noise seed with which servers draw them. */
  readonly rng: Rng;
}

const STRIDE = 64;
/** Limit of the numbers in a stride's results, which bounds their memory. */
const STRIDE_NUMBERS = 2 ** 23;

/**
 * Sends the policies to the servers if they take them; otherwise sends actions, one step at a time. Representatives must
 * not change while they play.
 */
export function createPlayer(
  environments: Environments,
  representatives: Representatives,
  options: PlayerOptions,
): Player {
  const policies = environments.maxPolicyBytes > 0 ? policiesOf(representatives) : [];
  const bytes = policies.reduce((sum, { model }) => sum + model.byteLength, 0);
  const stepping = steppingPlayer(environments, representatives, options);
  if (bytes === 0 || bytes > environments.maxPolicyBytes) return stepping;
  return orElse(remotePlayer(environments, policies, options), stepping);
}

/** Changes to the second player if a server answers that it cannot run policies. */
function orElse(remote: Player, stepping: Player): Player {
  let player = remote;
  return {
    get stride() {
      return player.stride;
    },
    async play(...args) {
      try {
        return await player.play(...args);
      } catch (error) {
        const refused = error instanceof ContractError && error.reason === "POLICIES";
        if (!refused || player === stepping) throw error;
        player = stepping;
        return stepping.play(...args);
      }
    },
  };
}

function policiesOf(representatives: Representatives): Policy[] {
  return representatives.exportPolicies().map((model, j) => ({ name: `representative ${j + 1}`, model }));
}

function remotePlayer(
  environments: Environments,
  policies: readonly Policy[],
  { mode, rng }: PlayerOptions,
): Player {
  const { numEnvs: N, observationSize: d, spec } = environments;
  const k = policies.length;
  const policyOf = Int32Array.from({ length: N }, (_, row) => Math.floor((row * k) / N));
  const sampled = mode === "stochastic";
  const noiseSeed = sampled ? rng.integer(2 ** 32) : 0;
  let stepsSoFar = 0;
  return {
    stride: Math.min(Math.max(Math.floor(STRIDE_NUMBERS / (N * (spec.numAgents + d))), 1), STRIDE),
    async play(_, numSteps, take) {
      const latest = new Float32Array(N * d);
      const order = { policies, policyOf, numSteps, sampled, noiseSeed, firstStep: stepsSoFar };
      const end = await environments.rollout(order, (piece) => {
        const last = piece.observations.subarray(-piece.numEnvs * d);
        if (piece.firstStep + piece.numSteps === numSteps) latest.set(last, piece.firstRow * d);
        take(piece);
      });
      stepsSoFar += numSteps;
      return { ...end, observations: latest };
    },
  };
}

function steppingPlayer(
  environments: Environments,
  representatives: Representatives,
  { mode, rng }: PlayerOptions,
): Player {
  const actions = createActions(environments);
  return {
    stride: 1,
    async play(first, numSteps, take) {
      const finished: RolloutEpisode[] = [];
      let [observations, actingSeconds, steppingSeconds] = [first, 0, 0];
      for (let firstStep = 0; firstStep < numSteps; firstStep++) {
        const start = performance.now();
        await representatives.act(observations, mode, rng, actions);
        actingSeconds += (performance.now() - start) / 1000;
        const step = await environments.step(actions);
        steppingSeconds += step.seconds;
        finished.push(...step.finished.map((episode) => ({ ...episode, step: firstStep })));
        take({ ...step, actions, firstStep, numSteps: 1, firstRow: 0, numEnvs: environments.numEnvs });
        observations = step.observations;
      }
      return { finished, observations, actingSeconds, steppingSeconds };
    },
  };
}

/** Room for the actions of all environments, [N, a] or [N]. */
function createActions({ actionSpace, numEnvs }: Environments): ActionArray {
  return actionSpace.kind === "box"
    ? new Float32Array(numEnvs * actionSize(actionSpace))
    : new Int32Array(numEnvs);
}
