import type { EnvironmentSpec } from "../../proto/index.js";
import { assignerRegistry } from "../assignment/assigners/index.js";
import type { Committee } from "../assignment/covers/committee.js";
import { ConfigError } from "../base/config-error.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Transport } from "../remote/transport/transport.js";
import type { ParameterTable } from "../tables/parameter-table.js";
import { checkedSpec, describeEnvironment } from "./environment-spec.js";

/** A run's config and environment, determined once before environments are opened and used throughout the run. */
export interface RunSetup {
  readonly config: TrainConfig;
  /** The environment with the run's number of agents, n. */
  readonly spec: EnvironmentSpec;
  /**
   * The committee of a run whose algorithm has prototypes; undefined for other algorithms. The first call computes it, and
   * later calls return the same one.
   * @param agents - θ of the agents that the run trains for, [n, p]
   * @throws ConfigError if there is no committee for them
   */
  committee(agents: ParameterTable): Committee | undefined;
}

/**
 * Sets up a run whose k is known.
 * @throws ConfigError, ContractError or ConnectionError if the environment does not fit the settings
 */
export async function setUpRun(transports: readonly Transport[], config: TrainConfig): Promise<RunSetup> {
  return runSetup(config, await describeEnvironment(transports, config));
}

/**
 * Sets up a run in an environment whose description is known.
 * @param described - the environment with its default number of agents
 * @param committee - the committee, if it was found before
 * @throws ConfigError if the environment does not fit the settings
 */
export function runSetup(config: TrainConfig, described: EnvironmentSpec, committee?: Committee): RunSetup {
  const spec = checkedSpec(config, described);
  let found = committee;
  return {
    config,
    spec,
    committee(agents) {
      found ??= findCommittee(agents, config);
      return found;
    },
  };
}

function findCommittee(agents: ParameterTable, config: TrainConfig): Committee | undefined {
  const { prototypes: rule } = assignerRegistry.get(config.algorithm);
  const { representatives: k, cover } = config;
  const found = rule?.find(agents, k, config);
  if (found === undefined || found.prototypes.rows === k) return found;
  throw new ConfigError(
    `representatives: expected at most the ${found.prototypes.rows} that cover "${cover}" finds, got ${k}`,
  );
}
