/** Option of the commands that play fresh episodes of a run's policies. */
export const EPISODE_STEPS_OPTION = {
  "max-episode-steps": {
    type: "number",
    requiresArg: true,
    describe: "Steps after which an episode is cut short; the config's value if not given.",
  },
} as const;
