import { escapeHtml } from "../../base/escape-html.js";

const TERMS: readonly (readonly [term: string, meaning: string])[] = [
  [
    "agent",
    "Whoever is served: a person, or a group that wants the same. Agents differ in what they want, which is a few numbers, their parameters.",
  ],
  [
    "policy",
    "What decides, step by step, what to do. It is the same for all agents that it serves. Also called a representative, since it acts for them.",
  ],
  [
    "environment",
    "The world that policies act in, as a program. An episode is one passage through it, from a start to an end.",
  ],
  [
    "return",
    "What an agent gets out of an episode: the sum of its rewards, in the unit in which results of this environment are reported. More is better.",
  ],
  ["expected return", "The mean return that many episodes would have."],
  ["welfare", "The mean over agents of their returns."],
  [
    "worst agent, 10th percentile",
    "The lowest expected return of any agent, and the one that nine in ten agents have at least.",
  ],
  [
    "interval",
    "Numbers come from a limited number of episodes. The interval in brackets holds the true number with the stated confidence. An interval for a worst agent or percentile is made to hold for all agents at once, so it is wide.",
  ],
  [
    "requirement",
    "What policies must do, as whoever is responsible wrote it down. Met or not met: decided with the stated confidence, even though it was looked at after every episode. Undecided: the allowed episodes were not enough.",
  ],
  [
    "holds for any outcomes, for many episodes",
    "A decision about a share, or about returns whose bounds are known, holds for any outcomes. Otherwise it holds if episodes are many enough for the central limit theorem: outcomes that are rare and extreme may be missed.",
  ],
  [
    "lost without it",
    "Welfare of all agents with all policies, less that without this one. Its agents then go to their next best policy, or stay without service if that is better for them.",
  ],
  ["without service", "What an agent has if no policy serves it, its outside option, if it is known."],
  [
    "perturbation",
    "A way in which the environment was made to differ from training: noise, a delay, a sensor that hangs, or another setting.",
  ],
  [
    "stuck",
    "A component of what the policy observes keeps the value that it has at the start of an episode.",
  ],
];

/** The section that explains words. */
export function glossarySection(): string {
  const entries = TERMS.map(
    ([term, meaning]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(meaning)}</dd>`,
  );
  return `<dl class="glossary">${entries.join("\n")}</dl>`;
}
