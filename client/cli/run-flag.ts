/** Option of the commands that read one run. */
export const RUN_OPTION = {
  run: { type: "string", demandOption: true, describe: "The run's directory." },
} as const;
