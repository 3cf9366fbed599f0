import type { Dossier, Perturbation } from "../../../approval/index.js";
import { countText } from "../../base/count-text.js";
import { changeText, intervalText, listText, numberText } from "./numbers.js";

/** What a reviewer should look at first, a sentence each. */
export function findings(dossier: Dossier): string[] {
  return [
    ...unneeded(dossier),
    ...misassigned(dossier),
    ...worseThanNothing(dossier),
    ...unequal(dossier),
    ...fragile(dossier),
    ...cutShort(dossier),
  ];
}

function unneeded({ policies }: Dossier): string[] {
  const idle = policies.filter(({ agents }) => agents.length === 0).map(named);
  const superfluous = policies
    .filter(({ agents, lostWithout }) => agents.length > 0 && lostWithout.lower <= 0)
    .map(({ representative, lostWithout }) => `policy ${representative} (${changeText(lostWithout)})`);
  return [
    ...(idle.length === 0
      ? []
      : [`${upper(policiesText(idle))} ${idle.length === 1 ? "serves" : "serve"} nobody.`]),
    ...(superfluous.length === 0
      ? []
      : [
          `It is not shown that welfare would be lower without ${superfluous.length === 1 ? "" : "any one of "}${listText(superfluous)}.`,
        ]),
  ];
}

function misassigned({ policies }: Dossier): string[] {
  return policies
    .filter(({ gainOverNextBest }) => gainOverNextBest !== null && gainOverNextBest.upper < 0)
    .map(
      ({ representative, gainOverNextBest }) =>
        `The agents of policy ${representative} would be better served by other policies, by ${numberText(-gainOverNextBest!.mean)} on average.`,
    );
}

function worseThanNothing({ policies }: Dossier): string[] {
  return policies
    .filter(({ gainOverOutside }) => gainOverOutside !== null && gainOverOutside.lower <= 0)
    .map(
      ({ representative, gainOverOutside }) =>
        `It is not shown that the agents of policy ${representative} have more from it than without service (${changeText(gainOverOutside!)} on average).`,
    );
}

function unequal({ welfare, coverage }: Dossier): string[] {
  const { worst, mean } = welfare;
  const unseen = coverage.unseen?.welfare;
  return [
    `The worst served agent has ${intervalText(worst)}, while the mean over agents is ${intervalText(mean)}.`,
    ...(unseen && unseen.mean.upper < mean.lower
      ? [`Agents that nobody trained for have less: ${intervalText(unseen.mean)} on average.`]
      : []),
  ];
}

function fragile({ robustness, welfare }: Dossier): string[] {
  const unperturbed = numberText(welfare.mean.mean);
  const worst = worstCase(robustness);
  const best = robustness.toSorted((a, b) => b.change.mean - a.change.mean).at(0);
  return [
    ...(worst !== undefined && worst.change.upper < 0
      ? [
          `Worst case: with ${worst.name}, welfare is ${intervalText(worst.welfare)} instead of ${unperturbed}.`,
        ]
      : []),
    ...(best !== undefined && best.change.lower > 0
      ? [
          `With ${best.name}, welfare is higher, ${intervalText(best.welfare)} instead of ${unperturbed}: the policies are not as good as they could be.`,
        ]
      : []),
  ];
}

function cutShort({ policies }: Dossier): string[] {
  const cut = policies.reduce((sum, { episodes }) => sum + episodes.cutShort, 0);
  if (cut === 0) return [];
  return [
    `${countText(cut, "episode")} had not ended when the assessment cut them short: what comes later was not seen.`,
  ];
}

/** The perturbation with the lowest welfare; undefined if there are none. */
export function worstCase(robustness: readonly Perturbation[]): Perturbation | undefined {
  return robustness.toSorted((a, b) => a.change.mean - b.change.mean).at(0);
}

const named = ({ representative }: { readonly representative: number }) => representative;

function policiesText(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? "policy" : "policies"} ${listText(numbers)}`;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
