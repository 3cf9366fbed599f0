import type { ExportFlags } from "../actions/export.js";
import type { Command } from "../command.js";
import { RUN_OPTION } from "../run-flag.js";
import { LOAD_OPTION } from "../server-flags.js";

export const exportCommand: Command<ExportFlags> = {
  command: "export",
  describe: "Write a run's policies as ONNX files",
  builder: {
    ...RUN_OPTION,
    out: {
      type: "string",
      requiresArg: true,
      describe: "Directory for the files; the run's folder policies if not given.",
    },
    ...LOAD_OPTION,
  },
  async handler(flags) {
    const { exportAction } = await import("../actions/export.js");
    await exportAction(flags);
  },
};
