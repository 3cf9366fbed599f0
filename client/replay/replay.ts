import { words } from "../base/words.js";
import type { Assignment } from "../ops/assignment.js";
import type { Environments } from "../remote/environments/environments.js";
import type { Scene } from "./bodies.js";
import { createScene, GEOMETRY_INFOS } from "./bodies.js";
import { encodePng } from "./png.js";
import type { RecordedStep } from "./recording.js";

/** An episode for a replay page, as JSON. */
export interface Replay {
  /** For example "half-cheetah, representative 1 of 5". */
  readonly title: string;
  /** Seconds per step; 0 if time has no unit. */
  readonly dt: number;
  /** T. */
  readonly numSteps: number;
  /** m/s, [T], of what moves. */
  readonly velocities: readonly number[] | null;
  readonly agents: ReplayAgents;
  /**
   * [T]: the agents that a step rewarded, each with its share of the highest reward, from 0 to 1. If rewards are negative,
   * shares are measured from the lowest reward.
   */
  readonly served: readonly (readonly (readonly [agent: number, share: number])[])[];
  /** [T]: mean return so far of the representative's agents, on the report scale; null if it has none. */
  readonly welfare: readonly number[] | null;
  /** Bodies in space; null if the environment's own pictures are shown, as PNG in data URLs. */
  readonly scene: Scene | null;
  readonly pictures: readonly string[] | null;
}

/** The agents, described by their first parameter. */
export interface ReplayAgents {
  /** For example "target velocity". */
  readonly parameter: string;
  /** For example "m/s"; empty if it has none. */
  readonly unit: string;
  readonly minimum: number;
  readonly maximum: number;
  /** [n]. */
  readonly values: readonly number[];
  /** Indices of the representative's agents, ascending. */
  readonly own: readonly number[];
}

/** Whether environments report the geometry of their bodies. */
export function reportsGeometry({ spec }: Environments): boolean {
  return GEOMETRY_INFOS.every((name) => spec.infos.some((info) => info.name === name));
}

/** Whose episode it is. */
export interface ReplayedRepresentative {
  /** j, from 0. */
  readonly representative: number;
  /** k. */
  readonly numRepresentatives: number;
  /** [n], of all agents. */
  readonly assignment: Assignment;
}

/** @param steps - of one episode, at least one */
export function createReplay(
  environments: Environments,
  replayed: ReplayedRepresentative,
  steps: readonly RecordedStep[],
): Replay {
  const { spec } = environments;
  const { representative, numRepresentatives } = replayed;
  const agents = describeAgents(environments, replayed);
  const [lowest, highest] = rewardBounds(steps);
  return {
    title: `${spec.id}, representative ${representative + 1} of ${numRepresentatives}`,
    dt: spec.dt,
    numSteps: steps.length,
    velocities: "x_velocity" in steps[0].infos ? steps.map(({ infos }) => round(infos.x_velocity[0])) : null,
    agents,
    served: steps.map(({ rewards }) =>
      [...rewards.entries()]
        .filter(([, r]) => r > lowest)
        .map(([i, r]) => [i, round((r - lowest) / (highest - lowest))] as const),
    ),
    welfare: agents.own.length === 0 ? null : welfareSoFar(steps, agents.own, spec.reportScale),
    scene: reportsGeometry(environments) ? createScene(steps) : null,
    pictures: reportsGeometry(environments) ? null : steps.map(({ picture }) => dataUrl(encodePng(picture!))),
  };
}

function describeAgents(
  { spec, agentParameters }: Environments,
  { assignment, representative }: ReplayedRepresentative,
): ReplayAgents {
  const [{ name, unit, minimum, maximum }] = spec.agentParameters;
  const values = Array.from({ length: spec.numAgents }, (_, i) =>
    round(agentParameters[i * spec.agentParameters.length]),
  );
  const own = [...values.keys()].filter((i) => assignment[i] === representative);
  return { parameter: words(name), unit, minimum, maximum, values, own };
}

/** The lowest and highest reward of any agent, extended to include 0. */
function rewardBounds(steps: readonly RecordedStep[]): [lowest: number, highest: number] {
  const of = (pick: (...values: number[]) => number) =>
    steps.reduce((bound, { rewards }) => rewards.reduce((a, b) => pick(a, b), bound), 0);
  return [of(Math.min), of(Math.max)];
}

function welfareSoFar(steps: readonly RecordedStep[], own: readonly number[], reportScale: number): number[] {
  let sum = 0;
  return steps.map(({ rewards }) => {
    for (const i of own) sum += (rewards[i] * reportScale) / own.length;
    return round(sum);
  });
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000;
}

function dataUrl(png: Buffer): string {
  return `data:image/png;base64,${png.toString("base64")}`;
}
