import type { Dossier, Interval, Spread } from "../../../../approval/index.js";
import type { PageMaterials } from "../../../../client/assess/page/materials.js";

export const interval = (mean: number, half = 1): Interval => ({
  ...{ mean, lower: mean - half, upper: mean + half },
});

const spread = (mean: number): Spread => ({
  ...{ mean: interval(mean), worst: interval(mean - 10) },
  ...{ tenth: interval(mean - 5), deviation: interval(3) },
});

const policy = (
  representative: number,
  agents: number[],
  more: Partial<Dossier["policies"][number]> = {},
) => ({
  ...{ representative, agents, bytes: 1234, sha256: String(representative).repeat(64) },
  file: `policies/representative-${representative}.onnx`,
  ranges: agents.length === 0 ? null : [{ minimum: 0.5, maximum: 2.25 }],
  welfare: agents.length === 0 ? null : spread(80),
  episodes: { number: 30, terminated: 2, truncated: 28, cutShort: 0, meanLength: 97.5 },
  gainOverNextBest: interval(12),
  gainOverOutside: null,
  lostWithout: interval(9),
  observations: [{ minimum: -1, maximum: 1, mean: 0.25, deviation: 0.5 }],
  ...more,
});

/** Two policies, of which the second serves one of three agents; its name and its agents' are hostile. */
export function exampleDossier(changes: Partial<Dossier> = {}): Dossier {
  return {
    format: "urn:caucus:dossier:v1",
    createdAt: "2026-01-02T03:04:05.000Z",
    versions: { caucus: "0.1.0", contract: "rmdp.v1 revision 3" },
    reproduce: "caucus assess --run '<b>run</b>' --out DOSSIER",
    ...{ seed: 7, confidence: 0.95 },
    environment: {
      ...{ id: "hopper<script>", options: {}, observationSize: 1 },
      actionSpace: { kind: "discrete", n: 2 },
      ...{ maxEpisodeSteps: 100, reportScale: 1 },
      parameters: [{ name: "target_velocity", unit: "m/s", minimum: 0, maximum: 4 }],
    },
    run: { config: { seed: 1 }, transitions: 4096 },
    policies: [policy(1, [0, 1]), policy(2, [2])],
    agents: {
      parameters: [[0.5], [2.25], [3.75]],
      assignment: [1, 1, 2],
      returns: [
        [80, 82, 10],
        [60, 61, 75],
      ],
      deviations: [
        [1, 1, 1],
        [1, 1, 1],
      ],
      outsideOptions: null,
    },
    welfare: spread(79),
    subsets: [
      { representatives: [1], welfare: interval(57) },
      { representatives: [1, 2], welfare: interval(79) },
    ],
    robustness: [],
    coverage: { unseen: null, worstServed: [] },
    requirements: [],
    ...changes,
  };
}

export function exampleMaterials(changes: Partial<Dossier> = {}): PageMaterials {
  return {
    dossier: exampleDossier(changes),
    spec: { description: "Hop as fast as agents want.", options: [] },
    ...{ trajectories: [], replays: new Map(), leftOut: [] },
  };
}
