import { boundedSequence } from "../sequences/bounded.js";
import {
  type Measure,
  measureMean,
  measureTenth,
  measureWorst,
  type People,
  returnSequence,
  shareSequence,
} from "./measures.js";

interface Metric {
  readonly description: string;
  /** Whether it is a share, between 0 and 1, which may be written in per cent. */
  readonly isShare: boolean;
  /** Whether it is about returns, whose bounds may not be known. */
  readonly ofReturns: boolean;
  /** @param error - probability, of both ends together, that the interval is ever wrong */
  measure(people: People, error: number): Measure;
}

export type MetricName = "welfare" | "worst_agent" | "tenth_percentile" | "falls" | "episode_length";

/** What requirements may be about. */
export const METRICS: Readonly<Record<MetricName, Metric>> = {
  welfare: {
    description: "the mean return of the agents, each from its policy",
    ...{ isShare: false, ofReturns: true },
    measure: (people, error) =>
      measureMean(
        returnSequence(people, error),
        ({ agents, assignment }, { returnOf }) => meanOver(agents, (i) => returnOf(assignment[i], i)),
        people,
      ),
  },
  worst_agent: {
    description: "the expected return of the agent whose expected return is lowest",
    ...{ isShare: false, ofReturns: true },
    measure: measureWorst,
  },
  tenth_percentile: {
    description: "the 10th percentile over agents of expected returns",
    ...{ isShare: false, ofReturns: true },
    measure: measureTenth,
  },
  falls: {
    description: "the share of the agents' episodes that ended before any limit, such as by a fall",
    ...{ isShare: true, ofReturns: false },
    measure: (people, error) =>
      measureMean(
        shareSequence(people, error),
        ({ agents, assignment }, { endings }) =>
          meanOver(agents, (i) => Number(endings[assignment[i]].by === "termination")),
        people,
      ),
  },
  episode_length: {
    description: "the mean length in steps of the agents' episodes",
    ...{ isShare: false, ofReturns: false },
    measure: (people, error) =>
      measureMean(
        boundedSequence(error, 0, people.maxSteps),
        ({ agents, assignment }, { endings }) => meanOver(agents, (i) => endings[assignment[i]].length),
        people,
      ),
  },
};

export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

function meanOver(agents: readonly number[], of: (i: number) => number): number {
  return agents.reduce((sum, i) => sum + of(i), 0) / agents.length;
}
