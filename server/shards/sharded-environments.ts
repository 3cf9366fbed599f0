import {
  type AutoresetMode,
  createVectorBuffers,
  type EnvSpec,
  type Frame,
  Phase,
  type VectorBuffers,
} from "../../envs/index.js";
import { ContractError, type ErrorReason } from "../../proto/index.js";
import { toContractError } from "../../serving/base/errors.js";
import type { PolicyModel } from "../../serving/models/policy.js";
import { DeathError } from "../base/death-error.js";
import type { KindData } from "../catalog/choose-environment.js";
import type { ActionChoices } from "../policies/acting.js";
import { type EndedEpisode, inOrder } from "./ended-episodes.js";
import type { ShardRollout, ShardRolloutResult } from "./rollout.js";
import { createRolloutBuffers, type RolloutBuffers } from "./rollout-buffers.js";
import type { Shard, ShardHost } from "./shard.js";
import { createShardChoice } from "./shard-choice.js";
import { createShardGroup, type ShardGroup } from "./shard-group.js";
import type { ShardedEnvironmentsConfig } from "./sharded-environments-config.js";

/** What environments are to do: S steps, with the policies' actions. */
export interface Rollout extends ActionChoices {
  /** S. */
  readonly numSteps: number;
  /** Whether to keep infos of every step. */
  readonly keepsInfos: boolean;
}

export interface RolloutResult {
  readonly buffers: RolloutBuffers;
  /** In the order of their steps, and of their environments within a step. */
  readonly ended: readonly EndedEpisode[];
  /** Of the slowest shard. */
  readonly actingSeconds: number;
  readonly steppingSeconds: number;
}

/** A session's N environments, in one or several shards. Only one method is called at a time. */
export interface ShardedEnvironments {
  readonly kind: KindData;
  readonly spec: EnvSpec;
  readonly numEnvs: number;
  readonly numAgents: number;
  readonly parameters: Float64Array;
  readonly autoreset: AutoresetMode;
  /** Results of the latest reset or step. Actions are written here before a step. */
  readonly buffers: VectorBuffers;
  /** @param mask - [N]; all if left out */
  reset(mask?: Uint8Array, seed?: number): Promise<void>;
  step(): Promise<void>;
  /**
   * @returns N states
   * @throws ContractError (REQUEST_FAILED) if an environment cannot be saved; all can go on
   */
  save(): Promise<Uint8Array[]>;
  /**
   * Restores all states or none.
   * @param states - N states; an empty one leaves its environment unchanged
   * @throws InvalidValueError at an invalid state, ContractError (REQUEST_FAILED) if an environment refuses its state; in
   *   both cases all environments are unchanged
   */
  restore(states: readonly Uint8Array[]): Promise<void>;
  /**
   * @param mask - [N]; all if left out
   * @throws ContractError (REQUEST_FAILED) if an environment cannot be rendered; all can go on
   */
  render(mask?: Uint8Array): Promise<Frame[]>;
  /** How many policies there are. */
  readonly numPolicies: number;
  /**
   * Puts policies in the place of those that there are.
   * @throws ContractError (INVALID_VALUE, LIMIT, POLICIES); those before stay
   */
  putPolicies(models: readonly PolicyModel[]): Promise<void>;
  /**
   * Lets policies act in all environments.
   * @throws ContractError (REQUEST_FAILED) if a policy or an environment gives something that is no number; environments
   *   are then as they were, if they can be saved
   */
  rollout(rollout: Rollout): Promise<RolloutResult>;
  /** Ends a request that nobody waits for any more, where that is possible; all are lost then. */
  abandon(): Promise<void>;
  /** May be called again. */
  dispose(): Promise<void>;
}

/** @throws ContractError (LIMIT); ENVIRONMENT_FAILED, here and in every method, if an environment breaks */
export async function createShardedEnvironments(
  host: ShardHost,
  config: ShardedEnvironmentsConfig,
): Promise<ShardedEnvironments> {
  const { kind, numEnvs, parameters, autoreset } = config;
  const { spec } = kind;
  const numAgents = parameters.length / spec.agentParameters.length;
  // Shared memory even without threads, since encoding a reply then copies it, so that kept replies do not change.
  const buffers = createVectorBuffers(spec, numEnvs, numAgents, SharedArrayBuffer);
  const choice = createShardChoice(Math.min(numEnvs, host.parallelism));
  let group = await orLose(createShardGroup(host, config, buffers, choice.wanted));
  /** Whether environments can be moved to other shards. */
  let { movable } = config;
  let disposal: Promise<unknown> | undefined;
  let policies: readonly PolicyModel[] = [];
  const each: ShardGroup["each"] = (call) => group.each(call);

  /** Wraps work that makes or changes environments. If it fails, their state is unknown and they are lost. */
  function orLose<T>(work: Promise<T>): Promise<T> {
    return work.catch((error) => {
      throw isLimit(error) ? error : environmentFailed(spec, error);
    });
  }

  /** Wraps work that does not change environments. If it fails, they go on, unless their thread has died. */
  function orGoOn<T>(work: Promise<T>): Promise<T> {
    return work.catch((error) => {
      throw error instanceof DeathError ? environmentFailed(spec, error) : requestFailed(spec, error);
    });
  }

  const save = async (mask?: Uint8Array) =>
    (await each((shard, ...rows) => shard.save(mask?.slice(...rows)))).flat();
  /** @returns a function that restores the current state of changed shards' environments, and all rows */
  async function remember(): Promise<(changed: ReadonlySet<Shard>) => Promise<void>> {
    // An environment has no state to save before its first reset, but for those in processes.
    const begun = buffers.phases.map((phase) => (phase === Phase.unreset && !kind.python ? 0 : 1));
    const states = await save(begun);
    const rows = [buffers.observations, buffers.infos, buffers.phases].map(
      (array) => [array, array.slice()] as const,
    );
    return async (changed) => {
      await each(async (shard, ...rows) => {
        if (changed.has(shard)) await shard.restore(states.slice(...rows));
      });
      for (const [array, before] of rows) array.set(before);
    };
  }

  /** Moves environments to as many shards as are best. They stay where they are if they cannot be saved or made anew. */
  async function settle(): Promise<void> {
    if (choice.wanted === group.numShards || !movable) return;
    // A reset environment has a state to save; others are moved once they have one.
    if (buffers.phases.includes(Phase.unreset)) return;
    const states = await save().catch(() => undefined);
    const next =
      states && (await createShardGroup(host, config, buffers, choice.wanted).catch(() => undefined));
    movable = next !== undefined;
    if (next === undefined) return;
    try {
      await next.each((shard, from, to) => shard.restore(states!.slice(from, to)));
      if (policies.length > 0) await loadPolicies(next, policies);
    } catch {
      movable = false;
      await next.dispose();
      return;
    }
    const before = group;
    group = next;
    await before.dispose();
  }

  async function rollOut(rollout: ShardRollout): Promise<ShardRolloutResult[]> {
    const own = (from: number, to: number) => ({ ...rollout, policies: rollout.policies.slice(from, to) });
    return each((shard, from, to) => shard.rollout(own(from, to))).catch(async (error) => {
      if (toContractError(error) === undefined) throw environmentFailed(spec, error);
      await orLose(each((shard) => shard.putBack()));
      throw error;
    });
  }

  return {
    kind,
    spec,
    numEnvs,
    numAgents,
    parameters,
    autoreset,
    buffers,
    get numPolicies() {
      return policies.length;
    },
    async reset(mask, seed) {
      const seedOf = (from: number) => (seed === undefined ? undefined : seed + from);
      await orLose(each((shard, from, to) => shard.reset(mask?.slice(from, to), seedOf(from))));
    },
    async step() {
      await settle();
      choice.stepped(await orLose(each((shard) => shard.step())));
    },
    save: () => orGoOn(save()),
    async restore(states) {
      const putBack = await orGoOn(remember());
      const changed = new Set<Shard>();
      const restored = each(async (shard, ...rows) => {
        // A process that refuses a state has restored none.
        if (!kind.python) changed.add(shard);
        await shard.restore(states.slice(...rows));
        changed.add(shard);
      });
      await orGoOn(
        restored.catch(async (error) => {
          if (!(error instanceof DeathError)) await orLose(putBack(changed));
          throw error;
        }),
      );
    },
    async render(mask) {
      return (await orGoOn(each((shard, from, to) => shard.render(mask?.slice(from, to))))).flat();
    },
    async putPolicies(models) {
      await orGoOn(each((shard) => shard.loadPolicies(models)));
      await orLose(each((shard) => shard.usePolicies()));
      policies = models;
    },
    async rollout({ keepsInfos, ...rollout }) {
      choice.rolled();
      await settle();
      const { numSteps } = rollout;
      const out = createRolloutBuffers({ spec, numSteps, numEnvs, numAgents, keepsInfos });
      const results = await rollOut({ ...rollout, out });
      return {
        buffers: out,
        ended: inOrder(results.flatMap(({ ended }) => ended)),
        actingSeconds: Math.max(...results.map(({ actingSeconds }) => actingSeconds)),
        steppingSeconds: Math.max(...results.map(({ steppingSeconds }) => steppingSeconds)),
      };
    },
    abandon: async () => void (await each((shard) => shard.abandon())),
    async dispose() {
      disposal ??= group.dispose();
      await disposal;
    },
  };
}

async function loadPolicies(group: ShardGroup, models: readonly PolicyModel[]): Promise<void> {
  await group.each((shard) => shard.loadPolicies(models));
  await group.each((shard) => shard.usePolicies());
}

/** Whether the error says that there is not enough memory. */
function isLimit(error: unknown): boolean {
  return error instanceof ContractError && error.reason === "LIMIT";
}

function environmentFailed(spec: EnvSpec, error: unknown): ContractError {
  return failure("ENVIRONMENT_FAILED", `env "${spec.id}" broke, its session is lost`, error);
}

/** @returns the error itself if it describes a problem with the request, otherwise REQUEST_FAILED */
function requestFailed(spec: EnvSpec, error: unknown): unknown {
  if (toContractError(error) !== undefined) return error;
  return failure("REQUEST_FAILED", `env "${spec.id}" failed and is as it was, its session goes on`, error);
}

function failure(reason: ErrorReason, text: string, error: unknown): ContractError {
  const cause = error instanceof Error ? error.message : String(error);
  return Object.assign(new ContractError(reason, `${text}: ${cause}`), { cause: error });
}
