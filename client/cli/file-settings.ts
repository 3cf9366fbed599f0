import { readOutsideOption } from "./outside-option.js";
import { readPopulation } from "./population-flag.js";

/**
 * Settings that are a number or name a file, and what makes of their text what is kept with a run, so that the run
 * does not depend on the file.
 */
export const FILE_SETTINGS = {
  trainAgents: (text: string) => readPopulation("trainAgents", text),
  testAgents: (text: string) => readPopulation("testAgents", text),
  outsideOption: readOutsideOption,
} as const satisfies Record<string, (text: string) => Promise<unknown>>;
