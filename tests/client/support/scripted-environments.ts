import type { Environments, EnvironmentsStep } from "../../../client/remote/environments/environments.js";
import type { Space } from "../../../envs/index.js";
import { EnvironmentSpec } from "../../../proto/index.js";

/** What one step is to give; the rest is zeros. */
export interface ScriptedStep {
  /** Environment and returns [n] of each episode that ends; its final observation is minus the environment. */
  readonly finished?: readonly (readonly [environment: number, ...returns: number[]])[];
  readonly terminated?: readonly number[];
  /** [N, d], d = 1. */
  readonly observations?: readonly number[];
  /** [N, n]. */
  readonly rewards?: readonly number[];
  readonly infos?: Readonly<Record<string, readonly number[]>>;
}

export interface Script {
  readonly actionSpace: Space;
  readonly numEnvs: number;
  readonly numAgents: number;
  readonly steps: readonly ScriptedStep[];
}

/** Environments that do what a script says, and note the actions they were given. */
export function scriptedEnvironments(script: Script): Environments & { readonly actions: number[][] } {
  const { actionSpace, numEnvs, numAgents, steps } = script;
  const actions: number[][] = [];
  const zeros = (length: number) => new Array<number>(length).fill(0);
  const stepOf = ({
    finished = [],
    terminated,
    observations,
    rewards,
    infos = {},
  }: ScriptedStep): EnvironmentsStep => ({
    observations: Float32Array.from(observations ?? zeros(numEnvs)),
    rewards: Float32Array.from(rewards ?? zeros(numEnvs * numAgents)),
    terminated: Uint8Array.from(terminated ?? zeros(numEnvs)),
    truncated: new Uint8Array(numEnvs),
    finished: finished.map(([environment, ...returns]) => ({
      environment,
      length: actions.length,
      returns: Float32Array.from(returns),
      finalObservation: Float32Array.of(-environment),
    })),
    infos: Object.fromEntries(
      Object.entries(infos).map(([name, values]) => [name, Float64Array.from(values)]),
    ),
    seconds: 0,
  });
  const missing = async () => {
    throw new Error("the script has no saved states, pictures and policies");
  };
  return {
    actions,
    actionSpace,
    numEnvs,
    spec: EnvironmentSpec.fromPartial({ numAgents, reportScale: 1 }),
    observationSize: 1,
    seed: 0,
    maxPolicyBytes: 0,
    rollout: missing,
    agentParameters: new Float64Array(numAgents),
    reset: async () => new Float32Array(numEnvs),
    step: async (taken) => {
      actions.push([...taken]);
      return stepOf(steps[actions.length - 1]);
    },
    saveStates: missing,
    restoreStates: missing,
    render: missing,
    close: async () => {},
  };
}
