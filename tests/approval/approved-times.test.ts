import { expect, it } from "vitest";
import { approvedTimes, readDecisions } from "../../approval/index.js";
import { newDossier } from "./support/dossiers.js";
import { at, decide, reviewersOf } from "./support/reviewers.js";

it("a policy was approved from the last approval it needed until it was revoked or an approval expired", async () => {
  const checked = await newDossier(2);
  const both = { representatives: [1, 2] };
  await decide(checked, "ada", "10:00", both);
  await decide(checked, "bob", "11:00", { ...both, expires: at("15:00") });
  await decide(checked, "cy", "12:00", { action: "revoke", representatives: [1] });
  await decide(checked, "ada", "13:00");
  await decide(checked, "cy", "14:00");
  await decide(checked, "ada", "16:00", { representatives: [2] });
  await decide(checked, "bob", "17:00", { representatives: [2] });
  const reviewers = reviewersOf(2);
  const span = (from: string, until?: string) => ({
    from: at(from).getTime(),
    until: until === undefined ? Number.POSITIVE_INFINITY : at(until).getTime(),
  });
  expect(approvedTimes(checked, await readDecisions(checked, reviewers), reviewers)).toEqual([
    [span("11:00", "12:00"), span("14:00")],
    [span("11:00", "15:00"), span("17:00")],
  ]);
});

it("a policy that nobody decided about never was", async () => {
  const checked = await newDossier(1);
  expect(approvedTimes(checked, [], reviewersOf(1))).toEqual([[]]);
});
