import type { ActionArray } from "../../../envs/index.js";
import type { Transport } from "../transport/transport.js";
import { checkSame } from "./difference.js";
import type {
  Environments,
  EnvironmentsConfig,
  EnvironmentsStep,
  FinishedEpisode,
  RolloutEnd,
} from "./environments.js";
import { greet } from "./handshake.js";
import { openRestorable } from "./restoration.js";
import { openSession } from "./session.js";
import { watchedEnvironments } from "./watched.js";

/**
 * Opens environments that are spread over servers in proportion to their workers and appear as one row of N. Results do
 * not depend on the number of servers.
 * @throws ContractError or ConnectionError if a server refuses or cannot be reached
 */
export async function openEnvironments(
  transports: readonly Transport[],
  config: EnvironmentsConfig,
): Promise<Environments> {
  const infos = await Promise.all(transports.map(greet));
  const counts = shares(
    config.numEnvs,
    infos.map(({ workers }) => Math.max(workers, 1)),
  );
  const parts: Environments[] = [];
  let first = 0;
  for (const [i, numEnvs] of counts.entries()) {
    if (numEnvs === 0) continue;
    const own = { ...config, numEnvs, seed: config.seed + first };
    const open = () => openSession(transports[i], own, infos[i].limits);
    const part = openPart(transports[i], open, parts[0]);
    parts.push(await part.catch((error) => closeAll(parts, error)));
    first += numEnvs;
  }
  return parts.length === 1 ? parts[0] : joinEnvironments(parts);
}

/** @param first - the first part, unless this is the first */
async function openPart(
  { address, waits }: Transport,
  open: () => Promise<Environments>,
  first: Environments | undefined,
): Promise<Environments> {
  const part = await openRestorable(address, open);
  try {
    if (first !== undefined) checkSame(first, part, address, "the other servers have");
    return watchedEnvironments(part, waits);
  } catch (error) {
    await part.close();
    throw error;
  }
}

/** Closes the open sessions when another one cannot be opened. */
async function closeAll(parts: readonly Environments[], cause: unknown): Promise<never> {
  await Promise.all(parts.map((part) => part.close()));
  throw cause;
}

/** Splits a total into whole numbers in proportion to weights. */
export function shares(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  let weightSoFar = 0;
  let given = 0;
  return weights.map((weight) => {
    weightSoFar += weight;
    const share = Math.round((total * weightSoFar) / sum) - given;
    given += share;
    return share;
  });
}

function joinEnvironments(parts: readonly Environments[]): Environments {
  const [{ spec, actionSpace, observationSize, agentParameters, seed }] = parts;
  const offsets = parts.map((_, i) => parts.slice(0, i).reduce((sum, part) => sum + part.numEnvs, 0));
  const numEnvs = parts.reduce((sum, part) => sum + part.numEnvs, 0);
  return {
    spec,
    actionSpace,
    observationSize,
    agentParameters,
    numEnvs,
    seed,
    maxPolicyBytes: Math.min(...parts.map((part) => part.maxPolicyBytes)),
    async rollout(order, take) {
      const rollouts = parts.map((part, i) => {
        const firstRow = offsets[i];
        const policyOf = order.policyOf.subarray(firstRow, firstRow + part.numEnvs);
        return part.rollout({ ...order, policyOf }, (piece) => take({ ...piece, firstRow }));
      });
      return joinEnds(await Promise.all(rollouts), offsets);
    },
    reset: async () => concatenate(await Promise.all(parts.map((part) => part.reset()))),
    async step(actions) {
      const width = actions.length / numEnvs;
      const rows = (i: number): ActionArray =>
        actions.subarray(offsets[i] * width, (offsets[i] + parts[i].numEnvs) * width);
      return joinSteps(await Promise.all(parts.map((part, i) => part.step(rows(i)))), offsets);
    },
    saveStates: async () => (await Promise.all(parts.map((part) => part.saveStates()))).flat(),
    async restoreStates(states) {
      const own = (i: number) => states.slice(offsets[i], offsets[i] + parts[i].numEnvs);
      return concatenate(await Promise.all(parts.map((part, i) => part.restoreStates(own(i)))));
    },
    render(j) {
      const i = offsets.findLastIndex((offset) => offset <= j);
      return parts[i].render(j - offsets[i]);
    },
    async close() {
      await Promise.all(parts.map((part) => part.close()));
    },
  };
}

function joinSteps(steps: readonly EnvironmentsStep[], offsets: readonly number[]): EnvironmentsStep {
  const names = Object.keys(steps[0].infos);
  return {
    observations: concatenate(steps.map((step) => step.observations)),
    rewards: concatenate(steps.map((step) => step.rewards)),
    terminated: concatenate(steps.map((step) => step.terminated)),
    truncated: concatenate(steps.map((step) => step.truncated)),
    finished: joinFinished(steps, offsets),
    infos: Object.fromEntries(
      names.map((name) => [name, concatenate(steps.map((step) => step.infos[name]))]),
    ),
    seconds: Math.max(...steps.map((step) => step.seconds)),
  };
}

/** Episodes of all parts, with the numbers that their environments have in the whole. */
function joinFinished<E extends FinishedEpisode>(
  parts: readonly { readonly finished: readonly E[] }[],
  offsets: readonly number[],
): E[] {
  return parts.flatMap(({ finished }, i) =>
    finished.map((episode) => ({ ...episode, environment: offsets[i] + episode.environment })),
  );
}

function joinEnds(ends: readonly RolloutEnd[], offsets: readonly number[]): RolloutEnd {
  return {
    finished: joinFinished(ends, offsets).sort((a, b) => a.step - b.step || a.environment - b.environment),
    actingSeconds: Math.max(...ends.map(({ actingSeconds }) => actingSeconds)),
    steppingSeconds: Math.max(...ends.map(({ steppingSeconds }) => steppingSeconds)),
  };
}

/** @param arrays - at least one, all of one type */
function concatenate<A extends Float32Array | Float64Array | Uint8Array>(arrays: readonly A[]): A {
  const ArrayType = arrays[0].constructor as new (length: number) => A;
  const joined = new ArrayType(arrays.reduce((sum, array) => sum + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}
