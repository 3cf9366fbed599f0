import type { AuditFlags } from "../actions/audit.js";
import type { Command } from "../command.js";
import { JSON_OPTION } from "../json-flag.js";
import { textOption } from "../text-option.js";

export const auditCommand: Command<AuditFlags> = {
  command: "audit <log>",
  describe: "Verify an audit log of caucus-policies and sum up who was served by what",
  builder: (command) =>
    command.positional("log", { type: "string", demandOption: true, describe: "The log's file." }).options({
      expect: textOption(
        "Hash of a line that the log must hold, such as a head that was noted down earlier.",
      ),
      registry: textOption("Directory of dossiers: were policies approved when they served?"),
      reviewers: textOption("YAML file that says whose decisions count, with --registry."),
      ...JSON_OPTION,
    }),
  async handler(flags) {
    const { auditAction } = await import("../actions/audit.js");
    await auditAction(flags);
  },
};
