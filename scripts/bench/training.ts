import { fileURLToPath } from "node:url";
import { childOutput } from "./child-output.js";
import type { Training, TrainingRequest } from "./training-request.js";

const CHILD = fileURLToPath(new URL("./train-child.js", import.meta.url));

/** Trains in a process of its own, so that memory and compiled code are nobody else's. */
export async function trainInChild(request: TrainingRequest): Promise<Training> {
  const [line] = await childOutput(process.execPath, [CHILD, JSON.stringify(request)]);
  return JSON.parse(line) as Training;
}
