import type { Dossier } from "../../../approval/index.js";
import { countText } from "../../base/count-text.js";
import { words } from "../../base/words.js";
import { htmlList } from "../../html/elements.js";
import type { PageMaterials } from "./materials.js";
import { listText } from "./numbers.js";

/** The section about what was tested and what was not. */
export function testedSection(materials: PageMaterials): string {
  return [
    "<h3>Tested</h3>",
    htmlList(tested(materials.dossier), "notes"),
    "<h3>Not tested</h3>",
    htmlList(notTested(materials), "notes"),
  ].join("\n");
}

function tested({ policies, agents, seed, robustness, coverage, requirements }: Dossier): string[] {
  const { number } = policies[0].episodes;
  const most = Math.max(0, ...requirements.map(({ episodes }) => episodes));
  return [
    `${countText(number, "fresh episode")} of each policy, with seeds that training did not use (seed ${seed}). One episode tells the return of every agent.`,
    "Policies took their most likely action in each step.",
    `The ${countText(agents.assignment.length, "agent")} that the policies were trained for, each with the policy that training assigned.`,
    ...(most > number ? [`Up to ${countText(most, "episode")} of each policy to decide requirements.`] : []),
    ...(robustness.length === 0
      ? []
      : [
          `${countText(robustness.length, "perturbation")}, one at a time, in ${countText(number, "episode")} of each policy.`,
        ]),
    ...(coverage.unseen === null
      ? []
      : [`${countText(coverage.unseen.parameters.length, "agent")} that nobody trained for.`]),
  ];
}

function notTested({ dossier, spec, leftOut }: PageMaterials): string[] {
  const { robustness, coverage, environment } = dossier;
  const perturbed = robustness.map(({ value }) => value.option);
  const options = spec.options.map(({ name }) => name).filter((name) => !perturbed.includes(name));
  return [
    "Anything outside the environment: whether the simulation is like the world was not looked at.",
    ...(robustness.length === 0
      ? ["Any perturbation."]
      : ["Several perturbations at once, and larger ones than are listed."]),
    ...(leftOut.length === 0
      ? []
      : [`${countText(leftOut.length, "component")} of observations being stuck: ${listText(leftOut)}.`]),
    ...(options.length === 0
      ? []
      : [`Other values of the environment's options: ${listText(options.map(words))}.`]),
    ...(coverage.unseen === null ? ["Agents that nobody trained for."] : []),
    ...(environment.parameters.length === 0
      ? []
      : ["Agents who want something outside the ranges of those who were looked at."]),
    "What agents do who learn, leave or change what they want while they are served.",
  ];
}
