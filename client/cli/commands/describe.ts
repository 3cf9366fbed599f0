import type { DescribeFlags } from "../actions/describe.js";
import type { Command } from "../command.js";
import { configFlags } from "../config-flags.js";
import { JSON_OPTION } from "../json-flag.js";
import { LOAD_OPTION, SERVER_OPTIONS } from "../server-flags.js";

const { "env-options": ENVIRONMENT_OPTIONS } = configFlags();

export const describeCommand: Command<DescribeFlags> = {
  command: "describe [env]",
  describe: "Describe an environment: its spaces, agents, options and more",
  builder: (command) =>
    command
      .positional("env", { type: "string", describe: "The environment's id, as caucus list shows it." })
      .options({ "env-options": ENVIRONMENT_OPTIONS, ...SERVER_OPTIONS, ...LOAD_OPTION, ...JSON_OPTION }),
  async handler(flags) {
    const { describeAction } = await import("../actions/describe.js");
    await describeAction(flags);
  },
};
