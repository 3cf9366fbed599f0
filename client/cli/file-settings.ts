import { readOutsideOption } from "./outside-option.js";
import { readPopulation } from "./population-flag.js";

/**
 * Settings whose text is a number or a file's path, each with the function that converts the text to the value kept with
 * a run. The run keeps the file's contents, so that it does not depend on the file.
 */
export const FILE_SETTINGS = {
  trainAgents: (text: string) => readPopulation("trainAgents", text),
  testAgents: (text: string) => readPopulation("testAgents", text),
  outsideOption: readOutsideOption,
} as const satisfies Record<string, (text: string) => Promise<unknown>>;
