import type { Algorithm } from "./index.js";

/** Every algorithm in one sentence. */
export const ALGORITHM_DESCRIPTIONS: Readonly<Record<Algorithm, string>> = {
  auto: "EM that does not get stuck: each agent has the representative that is best for it, and a search looks further.",
  em: "Each agent has the representative that is best for it, chosen anew after every iteration.",
  "end-to-end": "Agents share representatives; the shares are trained together with the policies.",
  cluster: "Agents are grouped once, by their rewards under one pretrained policy.",
  random: "Agents are dealt to representatives at random, once.",
  oracle: "Agents are grouped by k equal intervals of the one number in which they differ.",
  committee: "Each policy is trained for the agents within epsilon of a prototype, which a cover chooses.",
  single: "One representative of all agents.",
  individual: "A representative for each agent.",
};
