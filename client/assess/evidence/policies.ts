import { type DossierPolicy, sha256 } from "../../../approval/index.js";
import type { EpisodeEnding } from "../../learner/play/evaluate.js";
import { contrastInterval } from "../statistics/contrast.js";
import { spreadOf } from "../statistics/spread.js";
import { agentsOf, type Choices, gainOverNextBest, gainOverOutside, lostWithout } from "./gains.js";
import type { PlayedEpisodes } from "./played.js";

/** What is known of all policies. */
export interface PolicyFacts {
  readonly played: PlayedEpisodes;
  readonly choices: Choices;
  /** θ, [n, p]. */
  readonly parameters: readonly (readonly number[])[];
  /** [k, d]. */
  readonly observations: readonly DossierPolicy["observations"][];
  /** [k]: ONNX files. */
  readonly files: readonly Uint8Array[];
  /** Such as 0.95. */
  readonly confidence: number;
}

/** Where a policy's file is in a dossier. */
export function policyFile(representative: number): string {
  return `policies/representative-${representative}.onnx`;
}

/** @param j - from 0 */
export function policyEvidence(facts: PolicyFacts, j: number): DossierPolicy {
  const { played, choices, parameters, observations, files, confidence } = facts;
  const { assignment, numPolicies } = choices;
  const agents = agentsOf(assignment, j);
  const served = agents.length > 0;
  const intervalOf = (contrast: ReturnType<typeof gainOverNextBest>) =>
    contrast && contrastInterval(played.returns, contrast, confidence);
  const E = played.endings.length / numPolicies;
  return {
    representative: j + 1,
    file: policyFile(j + 1),
    sha256: sha256(files[j]),
    bytes: files[j].byteLength,
    agents,
    ranges: served ? rangesOf(agents.map((i) => parameters[i])) : null,
    welfare: served ? spreadOf(played.returns, { assignment, agents, confidence }) : null,
    episodes: endingsOf(played.endings.slice(j * E, (j + 1) * E)),
    gainOverNextBest: served ? intervalOf(gainOverNextBest(choices, j)) : null,
    gainOverOutside: served ? intervalOf(gainOverOutside(choices, j)) : null,
    lostWithout: contrastInterval(played.returns, lostWithout(choices, j), confidence),
    observations: observations[j],
  };
}

/** @param rows - θ of some agents, at least one */
function rangesOf(rows: readonly (readonly number[])[]): DossierPolicy["ranges"] {
  return rows[0].map((_, column) => {
    const values = rows.map((row) => row[column]);
    return { minimum: Math.min(...values), maximum: Math.max(...values) };
  });
}

function endingsOf(endings: readonly EpisodeEnding[]): DossierPolicy["episodes"] {
  const count = (by: EpisodeEnding["by"]) => endings.filter((ending) => ending.by === by).length;
  return {
    number: endings.length,
    terminated: count("termination"),
    truncated: count("truncation"),
    cutShort: count("cut"),
    meanLength: endings.reduce((sum, { length }) => sum + length, 0) / endings.length,
  };
}
