import type { Space } from "../../../envs/index.js";
import type { Limits } from "../../../proto/index.js";
import type { Policy, RolloutEnd, RolloutOrder, TakePiece } from "./environments.js";
import type { Interaction } from "./interaction.js";
import { decodeRollout, encodeRollout, type RolloutPart } from "./rollout-codec.js";
import type { StepSizes } from "./step-codec.js";

/** Number of requests that a rollout is split into, so that the server steps while earlier responses are on the wire. */
const PARTS = 8;
/** Longest time of a part of a rollout in seconds, so that a silent server is noticed soon. */
const PART_SECONDS = 0.5;
/** Longest time of a part, as a share of the time that the server allows for a request. */
const SHARE_OF_TIME = 1 / 8;

/** The parts of a session that its rollouts use. */
export interface RolloutsConfig {
  readonly interaction: Interaction;
  readonly actionSpace: Space;
  readonly sizes: StepSizes;
  /** The server's limits. */
  readonly limits: Limits;
  /** Decodes a response: see heardFrom. */
  readonly heard: <R>(decode: () => R) => R;
}

/** Makes a rollout in several requests, and sends them before the earlier ones are answered. */
export type Rollouts = (order: RolloutOrder, take: TakePiece) => Promise<RolloutEnd>;

export function createRollouts({ interaction, actionSpace, sizes, limits, heard }: RolloutsConfig): Rollouts {
  /** The policies that the session has. */
  let policies: readonly Policy[] | undefined;
  /** Seconds of a step in the latest part. */
  let stepSeconds: number | undefined;
  /** For the rewards of one part after the other, since new memory for each takes longer than to fill it. */
  let rewardsRoom = new Float32Array(0);

  /** Steps of one request: one at first, and as many as time and room allow once a step's time is known. */
  function partLength(numSteps: number): number {
    if (stepSeconds === undefined) return 1;
    const inTime = Math.floor(Math.min(SHARE_OF_TIME * limits.maxRequestSeconds, PART_SECONDS) / stepSeconds);
    const most = Math.min(Math.ceil(numSteps / PARTS), inTime, mostSteps(actionSpace, sizes, limits));
    return Math.max(most, 1);
  }

  /** Requests whose answers the server keeps: after a stream was lost, they are asked for again. */
  function mostInFlight(numSteps: number): number {
    const bytes = Math.ceil(numSteps / PARTS) * stepBytes(actionSpace, sizes);
    // Attaching to a stream anew may count as one of them.
    const most = Math.min(limits.maxRequestsInFlight - 1, Math.floor(limits.maxBytesInFlight / bytes));
    return Math.max(most, 1);
  }

  async function rollPart(order: RolloutOrder, part: RolloutPart, take: TakePiece): Promise<RolloutEnd> {
    const value = encodeRollout(order, part);
    const response = await interaction.send<"rollout">({ $case: "rollout", value });
    const numRewards = part.numSteps * sizes.numEnvs * sizes.numAgents;
    if (rewardsRoom.length < numRewards) rewardsRoom = new Float32Array(numRewards);
    const { finished, actingSeconds, steppingSeconds, ...piece } = heard(() =>
      decodeRollout(response, actionSpace, sizes, { ...part, rewardsRoom }),
    );
    stepSeconds = (actingSeconds + steppingSeconds) / part.numSteps;
    take(piece);
    return { finished, actingSeconds, steppingSeconds };
  }

  async function put(order: RolloutOrder): Promise<void> {
    policies = undefined;
    const value = { policies: order.policies.map(({ name, model }) => ({ name, model })) };
    await interaction.send<"putPolicies">({ $case: "putPolicies", value });
    policies = order.policies;
  }

  async function rollOut(order: RolloutOrder, take: TakePiece, answers: Window): Promise<RolloutEnd> {
    if (policies !== order.policies) await answers.add(() => put(order));
    const ends: Promise<RolloutEnd>[] = [];
    for (let firstStep = 0; firstStep < order.numSteps; ) {
      const numSteps = Math.min(partLength(order.numSteps), order.numSteps - firstStep);
      const part = { firstStep, numSteps };
      await answers.add(() => {
        const end = rollPart(order, part, take);
        ends.push(end);
        return end;
      });
      if (stepSeconds === undefined) await ends[0];
      firstStep += numSteps;
    }
    return joinEnds(await Promise.all(ends));
  }

  return async (order, take) => {
    const answers = createWindow(mostInFlight(order.numSteps));
    try {
      return await rollOut(order, take, answers);
    } catch (error) {
      // Requests behind one that failed fail too, for no reason of their own.
      throw (await answers.firstFailure()) ?? error;
    }
  };
}

/** Requests in flight, limited in number. */
interface Window {
  /** Sends a request once there are few enough in flight. */
  add(send: () => Promise<unknown>): Promise<void>;
  /** Waits for all answers. @returns the error of the first request that failed */
  firstFailure(): Promise<unknown>;
}

function createWindow(size: number): Window {
  const answers: Promise<unknown>[] = [];
  return {
    async add(send) {
      if (answers.length >= size) {
        await answers[0];
        answers.shift();
      }
      const answer = send();
      // A failure is for whoever waits for it, which nobody may do yet.
      answer.catch(() => {});
      answers.push(answer);
    },
    async firstFailure() {
      const settled = await Promise.allSettled(answers);
      return settled.find((answer) => answer.status === "rejected")?.reason;
    },
  };
}

function joinEnds(ends: readonly RolloutEnd[]): RolloutEnd {
  const sum = (secondsOf: (end: RolloutEnd) => number) => ends.reduce((all, end) => all + secondsOf(end), 0);
  return {
    finished: ends.flatMap(({ finished }) => finished),
    actingSeconds: sum(({ actingSeconds }) => actingSeconds),
    steppingSeconds: sum(({ steppingSeconds }) => steppingSeconds),
  };
}

/** Steps whose answer fits into a message, if every episode ends with every step. */
function mostSteps(actionSpace: Space, sizes: StepSizes, { maxMessageBytes }: Limits): number {
  const names = sizes.infos.reduce((sum, { name }) => sum + 256 + 6 * name.length, 0);
  return Math.floor((maxMessageBytes - 1024 - names) / stepBytes(actionSpace, sizes));
}

/** Upper bound of a step's bytes in an answer. */
function stepBytes(actionSpace: Space, { numEnvs, numAgents, observationSize, infos }: StepSizes): number {
  const action = actionSpace.kind === "box" ? actionSpace.shape.reduce((a, b) => a * b, 1) : 1;
  const infoNumbers = infos.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const once = 8 * infoNumbers + 4 * (observationSize + numAgents);
  return numEnvs * (2 * once + 4 * action + 16);
}
