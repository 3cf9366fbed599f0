import { fileURLToPath } from "node:url";
import { childOutput } from "./child-output.js";
import type { Training, TrainingRequest } from "./training-request.js";

const CHILD = fileURLToPath(new URL("./train-child.js", import.meta.url));

/** Trains in a separate process, so that measured memory and compiled code belong only to this training. */
export async function trainInChild(request: TrainingRequest): Promise<Training> {
  const [line] = await childOutput(process.execPath, [CHILD, JSON.stringify(request)]);
  return JSON.parse(line) as Training;
}
