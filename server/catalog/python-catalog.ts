import {
  findDefinition,
  InvalidValueError,
  type Rng,
  resolveAgents,
  resolveOptions,
} from "../../envs/index.js";
import { ContractError, type EnvironmentSpec, type Limits } from "../../proto/index.js";
import { toContractError } from "../../serving/base/errors.js";
import type { Logger } from "../../serving/base/log.js";
import { DeathError } from "../base/death-error.js";
import { UnservableError } from "../python/connection.js";
import type { PythonDescription } from "../python/describe.js";
import { rewardBounds, sampleWeights } from "../python/weights.js";
import type { Workshop } from "../python/workshop.js";
import type { Catalog } from "./catalog.js";
import {
  type ChosenEnvironment,
  chosen,
  decodeAgents,
  type EnvironmentChoice,
} from "./choose-environment.js";
import { createDescriptions } from "./descriptions.js";

/** n, if the client gives no population. */
const DEFAULT_NUM_AGENTS = 100;

const NOT_REPEATABLE =
  "one seed gave two different episodes, so that what is lost cannot be repeated: its reset must call " +
  "super().reset(seed=seed), and its random numbers come from self.np_random";

/** An environment with given options. */
interface Offered {
  /** As the server was told: MODULE:ENV, or an id of Gymnasium's. */
  readonly name: string;
  readonly description: PythonDescription;
}

export interface PythonCatalogParts {
  /** Names of environments: MODULE:ENV, or ids of Gymnasium's. */
  readonly names: readonly string[];
  readonly workshop: Workshop;
  readonly limits: Limits;
  readonly log: Logger;
}

/**
 * A catalog of environments written in Python. They are tried out in processes of their own, once for each choice of
 * options.
 */
export function createPythonCatalog({ names, workshop, limits, log }: PythonCatalogParts): Catalog {
  const known = createDescriptions(workshop);
  let loaded: Promise<ReadonlyMap<string, Offered>> | undefined;
  let listed: Promise<readonly EnvironmentSpec[]> | undefined;

  /** Environments with their default options, by id. */
  function offered(): Promise<ReadonlyMap<string, Offered>> {
    loaded ??= Promise.all(names.map((name) => tryOut(workshop, name))).then((found) => {
      for (const { description } of found) {
        if (!description.repeatable) log.warn({ environment: description.spec.id }, NOT_REPEATABLE);
      }
      return byId(found);
    });
    return loaded;
  }

  /** @returns θ, [n, m] */
  async function agentsOf(
    { name, description }: Offered,
    population: EnvironmentChoice["agents"],
    client: string,
  ): Promise<Float64Array> {
    const { spec, samplesAgents } = description;
    const agents = decodeAgents(population, spec, DEFAULT_NUM_AGENTS, limits);
    const numObjectives = spec.agentParameters.length;
    if ("parameters" in agents || !samplesAgents) {
      const sampleAgents = (count: number, rng: Rng) => sampleWeights(count, numObjectives, rng);
      return resolveAgents({ spec, sampleAgents }, agents);
    }
    return workshop.sampleAgents(name, { ...agents, numObjectives }, client);
  }

  async function choose(
    { environmentId, options: given = {}, agents }: EnvironmentChoice,
    client: string,
  ): Promise<ChosenEnvironment> {
    const found = findDefinition(await offered(), environmentId);
    const { name } = found;
    const options = resolveOptions(found.description.options, given, `env "${environmentId}"`);
    const isDefault = found.description.options.every((option) => option.default === options[option.name]);
    const description = isDefault ? found.description : await known.of(name, options, client);
    const { spec, rewardLow, rewardHigh } = description;
    const parameters = await agentsOf({ name, description }, agents, client);
    const rewardRange = rewardBounds(rewardLow, rewardHigh, parameters);
    const socket = await workshop.socket();
    const python = { name, socket, numObjectives: spec.agentParameters.length, waits: description.waits };
    return chosen({ spec: { ...spec, rewardRange }, options, python }, found.description.options, parameters);
  }

  /** @throws InvalidValueError if an environment cannot draw its agents */
  async function listAll(): Promise<readonly EnvironmentSpec[]> {
    const choices = [...(await offered()).entries()].map(([environmentId, { name }]) =>
      choose({ environmentId, options: {}, agents: undefined }, "").catch((error) => {
        throw unservable(name, error);
      }),
    );
    return (await Promise.all(choices)).map(({ spec }) => spec);
  }

  return {
    ready: async () => void (await offered()),
    list() {
      listed ??= listAll();
      return listed;
    },
    choose: (choice, client) =>
      choose(choice, client).catch((error) => Promise.reject(failure(choice, error))),
    close: async () => workshop.close(),
  };
}

/** @throws InvalidValueError if the environment cannot be served */
async function tryOut(workshop: Workshop, name: string): Promise<Offered> {
  try {
    return { name, description: await workshop.describe(name, {}, "") };
  } catch (error) {
    throw unservable(name, error);
  }
}

function unservable(name: string, error: unknown): unknown {
  if (!(error instanceof DeathError || error instanceof UnservableError)) return error;
  return new InvalidValueError("python", "an environment that can be served", `"${name}": ${error.message}`);
}

/** @throws InvalidValueError if two have one id */
function byId(found: readonly Offered[]): ReadonlyMap<string, Offered> {
  const offered = new Map<string, Offered>();
  for (const each of found) {
    const { id } = each.description.spec;
    const other = offered.get(id);
    if (other !== undefined) {
      const got = `"${id}", which ${other.name} and ${each.name} have`;
      throw new InvalidValueError("python", "environments with different ids", got);
    }
    offered.set(id, each);
  }
  return offered;
}

/** The error that a client gets. */
function failure({ environmentId }: EnvironmentChoice, error: Error): Error {
  if (toContractError(error) !== undefined) return error;
  const context = `env "${environmentId}"`;
  if (error instanceof UnservableError)
    return new InvalidValueError("options", "ones with which it can be served", error.message, context);
  return new ContractError("REQUEST_FAILED", `${context} could not be described: ${error.message}`);
}
