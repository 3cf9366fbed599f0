import type { Interval } from "../../../approval/index.js";
import { ConfigError } from "../../base/config-error.js";
import type { EpisodeEnding } from "../../learner/play/evaluate.js";
import type { Assignment } from "../../ops/assignment.js";
import { quantile } from "../../ops/distribution.js";
import { asymptoticSequence } from "../sequences/asymptotic.js";
import { binomialSequence } from "../sequences/binomial.js";
import { boundedSequence } from "../sequences/bounded.js";
import type { ConfidenceSequence } from "../sequences/sequence.js";

/** One episode of each policy. */
export interface EpisodeOfEach {
  /** Return of policy j for agent i, on the report scale. */
  returnOf(j: number, i: number): number;
  /** [k]. */
  readonly endings: readonly EpisodeEnding[];
}

/** A quantity that is measured episode by episode. */
export interface Measure {
  add(episode: EpisodeOfEach): void;
  /** Holds at any number of episodes; infinite ends say nothing yet. */
  interval(): Interval;
}

/** Whom a measure is about, and what is known of episodes. */
export interface People {
  /** At least one. */
  readonly agents: readonly number[];
  /** [n]: indices of policies, of all agents. */
  readonly assignment: Assignment;
  /** Bounds of all returns, if they are known. */
  readonly returnBounds: readonly [low: number, high: number] | null;
  /** Steps after which episodes are cut short. */
  readonly maxSteps: number;
}

/** @throws ConfigError, when a return is added that is outside the bounds which were given */
export function returnSequence({ returnBounds }: People, error: number): ConfidenceSequence {
  if (returnBounds === null) return asymptoticSequence(error);
  const [low, high] = returnBounds;
  const sequence = boundedSequence(error, low, high);
  return {
    ...sequence,
    add(value) {
      if (value >= low && value <= high) return sequence.add(value);
      throw new ConfigError(
        `returns: expected bounds of all returns, got ${value} outside [${low}, ${high}]`,
      );
    },
  };
}

/** An episode of one policy ends in one of two ways; of several policies, a share of the episodes does. */
export function shareSequence({ agents, assignment }: People, error: number): ConfidenceSequence {
  const policies = new Set(agents.map((i) => assignment[i]));
  return policies.size === 1 ? binomialSequence(error) : boundedSequence(error, 0, 1);
}

/** The mean over episodes of one number for each. */
export function measureMean(
  sequence: ConfidenceSequence,
  numberOf: (people: People, episode: EpisodeOfEach) => number,
  people: People,
): Measure {
  return {
    add: (episode) => sequence.add(numberOf(people, episode)),
    interval: () => sequence.interval(),
  };
}

/** A confidence sequence for each agent's return. */
function measureAgents(people: People, error: number) {
  const { agents, assignment } = people;
  const sequences = agents.map(() => returnSequence(people, error));
  return {
    add({ returnOf }: EpisodeOfEach): void {
      for (const [place, i] of agents.entries()) sequences[place].add(returnOf(assignment[i], i));
    },
    intervals: () => sequences.map((sequence) => sequence.interval()),
  };
}

/**
 * The worst of m agents has an expected return above its own lower end, and so above the lowest of all lower ends: level α.
 * It is below the lowest of the upper ends if all of them hold at once: level α / m each (Bonferroni).
 */
export function measureWorst(people: People, error: number): Measure {
  const single = measureAgents(people, error);
  const joint = measureAgents(people, error / people.agents.length);
  return {
    add(episode) {
      single.add(episode);
      joint.add(episode);
    },
    interval() {
      const singles = single.intervals();
      return {
        mean: Math.min(...singles.map(({ mean }) => mean)),
        lower: Math.min(...singles.map(({ lower }) => lower)),
        upper: Math.min(...joint.intervals().map(({ upper }) => upper)),
      };
    },
  };
}

/** Quantiles of the ends of intervals that hold for all agents at once (Bonferroni). */
export function measureTenth(people: People, error: number): Measure {
  const joint = measureAgents(people, error / people.agents.length);
  return {
    add: joint.add,
    interval() {
      const intervals = joint.intervals();
      const tenth = (of: (interval: Interval) => number) =>
        // Infinite ends cannot be interpolated.
        intervals.every((interval) => Number.isFinite(of(interval)))
          ? quantile(Float64Array.from(intervals, of).sort(), 0.1)
          : of(intervals[0]);
      return {
        mean: tenth(({ mean }) => mean),
        lower: tenth(({ lower }) => lower),
        upper: tenth(({ upper }) => upper),
      };
    },
  };
}
