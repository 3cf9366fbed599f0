import type { ReviewFlags } from "../actions/review.js";
import type { Command } from "../command.js";
import { JSON_OPTION } from "../json-flag.js";
import { textOption } from "../text-option.js";

const numbers = (describe: string) => ({ type: "number", array: true, requiresArg: true, describe }) as const;

export const reviewCommand: Command<ReviewFlags> = {
  command: "review <dossier>",
  describe: "Show, verify and decide which policies of a dossier may serve people",
  builder: (command) =>
    command
      .positional("dossier", {
        type: "string",
        demandOption: true,
        describe: "The dossier's directory, as caucus assess writes it.",
      })
      .options({
        approve: numbers("Representatives to approve, by their numbers from 1."),
        reject: numbers("Representatives to reject; a reviewer's own earlier approval counts no more."),
        revoke: numbers("Representatives to revoke; nobody's earlier approval counts any more."),
        reason: textOption("Why, for those who read the decision later."),
        key: textOption("File with the reviewer's private key, as caucus keys new writes it."),
        expires: textOption(
          "When the approval ends, such as 2027-01-31 or 2027-01-31T12:00:00Z; never if not given.",
        ),
        reviewers: textOption("YAML file that says whose decisions count, and how many must approve."),
        verify: {
          type: "boolean",
          default: false,
          describe: "Only verify digests, decisions and, with --reviewers, signatures.",
        },
        ...JSON_OPTION,
      }),
  async handler(flags) {
    const { reviewAction } = await import("../actions/review.js");
    await reviewAction(flags);
  },
};
