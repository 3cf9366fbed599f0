import type { CoverName } from "./index.js";

/** Every cover in one sentence. */
export const COVER_DESCRIPTIONS: Readonly<Record<CoverName, string>> = {
  "greedy-intersection":
    "A prototype where the boxes around most tasks meet, then the next without these tasks.",
  "exact-sweep": "The best cover there is, for tasks of one dimension.",
  gradient: "Prototypes found by gradient descent, for any number of dimensions.",
  "kmeans++": "The means of the groups that k-means makes of tasks, whatever epsilon is.",
  dbscan: "The means of the clusters that DBSCAN finds, which decides how many there are.",
  gmm: "The means of a mixture of Gaussians.",
  random: "Tasks drawn at random.",
};
