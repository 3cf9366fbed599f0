import type { Environments } from "./environments.js";

/**
 * A run's environments in groups that take turns: while the servers step one group, the learner acts for the next. Each
 * group has B′ environments for every representative; its environment j · B′ + b belongs to representative j.
 */
export interface EnvironmentGroups
  extends Pick<Environments, "spec" | "actionSpace" | "observationSize" | "close"> {
  readonly groups: readonly Environments[];
  /** @returns each group's observations, [N′, d] */
  reset(): Promise<Float32Array[]>;
  /** @returns one state per environment, group after group */
  saveStates(): Promise<Uint8Array[]>;
  /** @returns each group's observations, [N′, d] */
  restoreStates(states: readonly Uint8Array[]): Promise<Float32Array[]>;
}

export function groupEnvironments(groups: readonly Environments[]): EnvironmentGroups {
  const [{ spec, actionSpace, observationSize, numEnvs }] = groups;
  const each = <R>(call: (group: Environments, g: number) => Promise<R>): Promise<R[]> =>
    Promise.all(groups.map(call));
  return {
    spec,
    actionSpace,
    observationSize,
    groups,
    reset: () => each((group) => group.reset()),
    saveStates: async () => (await each((group) => group.saveStates())).flat(),
    restoreStates: (states) =>
      each((group, g) => group.restoreStates(states.slice(g * numEnvs, (g + 1) * numEnvs))),
    close: async () => void (await each((group) => group.close())),
  };
}
