import { expect, it } from "vitest";
import { type Action, readChain, rejectedRepresentatives } from "../../approval/index.js";
import { newDossier } from "./support/dossiers.js";
import { decide, type Person } from "./support/reviewers.js";

it.each<[string, [Person, Action][], boolean]>([
  ["nobody decided", [], false],
  ["it is approved", [["ada", "approve"]], false],
  [
    "somebody rejects it, though another approves",
    [
      ["ada", "reject"],
      ["bob", "approve"],
    ],
    true,
  ],
  [
    "who rejected it approves it now",
    [
      ["ada", "reject"],
      ["ada", "approve"],
    ],
    false,
  ],
  [
    "it is revoked",
    [
      ["ada", "approve"],
      ["bob", "revoke"],
    ],
    true,
  ],
  [
    "it is approved again",
    [
      ["bob", "reject"],
      ["bob", "revoke"],
      ["ada", "approve"],
    ],
    false,
  ],
])("a policy is to be improved, or not, if %s", async (_, steps, rejected) => {
  const checked = await newDossier(3);
  await decide(checked, "cy", "10:00", { representatives: [1, 3] });
  for (const [person, action] of steps)
    await decide(checked, person, "11:00", { action, representatives: [2] });
  expect(rejectedRepresentatives(await readChain(checked))).toEqual(rejected ? [2] : []);
});
