import { describe, expect, test } from "vitest";
import {
  configureEnv,
  createRng,
  createVectorEnv,
  type EnvKind,
  InvalidValueError,
  type OptionSpec,
  type OptionValue,
  type Rng,
  resolveAgents,
} from "../../envs/index.js";
import { expectInside, expectStep } from "./expectations.js";
import { play, row, type Subject } from "./harness.js";

const NUM_SETS = 60;
const NUM_STEPS = 3;
/** Agents of a population that is larger than most. */
const MANY = 10_000;
/** How far from its default an option is tried that has no bound. */
const REACH = 1000;

type OptionSet = Readonly<Record<string, OptionValue>>;

/** Options that are taken work: at their bounds, between them, and with each other. */
export function describeOptionSets(subject: Subject): void {
  const { definition } = subject;
  const sets = [
    ...cornerSets(definition.options),
    ...randomSets(definition.options, createRng(0, "options")),
  ];

  describe("sets of options", () => {
    test("sample agents that are finite and within their bounds, or refuse their number", () => {
      for (const set of sets) {
        const kind = configured(subject, set);
        for (const count of [1, definition.defaultNumAgents, MANY]) if (kind) expectAgents(kind, count, set);
      }
    });

    test("are refused, or have an environment with finite numbers inside its spaces", async () => {
      for (const set of sets) {
        const kind = configured(subject, set);
        if (kind) await expectEnvironment(kind, definition.defaultNumAgents, set);
      }
    });
  });
}

/** Each option alone at each of its bounds, and none. */
function cornerSets(specs: readonly OptionSpec[]): OptionSet[] {
  return [{}, ...specs.flatMap((spec) => ends(spec).map((value) => ({ [spec.name]: value })))];
}

/** Some of the options, at their bounds or between them. */
function randomSets(specs: readonly OptionSpec[], rng: Rng): OptionSet[] {
  return Array.from({ length: NUM_SETS }, () => {
    const chosen = specs.filter(() => rng.uniform() < 0.4);
    return Object.fromEntries(chosen.map((spec) => [spec.name, randomValue(spec, rng)]));
  });
}

function ends(spec: OptionSpec): OptionValue[] {
  if (spec.type === "boolean") return [false, true];
  const { minimum = Number(spec.default) - REACH, maximum = Number(spec.default) + REACH } = spec;
  return [minimum, maximum];
}

/** A bound, close to one (by any power of ten), or anything between. */
function randomValue(spec: OptionSpec, rng: Rng): OptionValue {
  const [low, high] = ends(spec);
  const kind = rng.integer(3);
  if (kind === 0 || typeof low === "boolean") return rng.uniform() < 0.5 ? low : high;
  const share = kind === 1 ? rng.uniform() : 10 ** (-300 * rng.uniform());
  const value = low + (Number(high) - low) * share;
  return spec.type === "integer" ? Math.floor(value) : value;
}

/** @returns undefined if the options do not go together */
function configured({ definition }: Subject, set: OptionSet): EnvKind | undefined {
  try {
    return configureEnv(definition, set);
  } catch (error) {
    if (error instanceof InvalidValueError) return undefined;
    throw new Error(`with options ${JSON.stringify(set)}`, { cause: error });
  }
}

function expectAgents(kind: EnvKind, count: number, set: OptionSet): void {
  try {
    const parameters = resolveAgents(kind, { count, seed: 0 });
    expect(parameters).toHaveLength(count * kind.spec.agentParameters.length);
    resolveAgents(kind, { parameters }); // finite, and within the bounds
  } catch (error) {
    if (error instanceof InvalidValueError && error.where === "agents.count") return;
    throw new Error(`with options ${JSON.stringify(set)}`, { cause: error });
  }
}

async function expectEnvironment(kind: EnvKind, count: number, set: OptionSet): Promise<void> {
  const parameters = resolveAgents(kind, { count, seed: 0 });
  const env = await createVectorEnv({ kind, numEnvs: 1, seed: 0, parameters });
  try {
    env.reset();
    expectInside(env.spec.observationSpace, row(env, env.buffers.observations, 0));
    for (const step of play(env, NUM_STEPS).flat()) expectStep(env.spec, step);
  } catch (error) {
    throw new Error(`with options ${JSON.stringify(set)}`, { cause: error });
  } finally {
    env.dispose();
  }
}
