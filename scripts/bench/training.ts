import { fileURLToPath } from "node:url";
import type { TrainConfigInput } from "../../client/index.js";
import { childOutput } from "./child-output.js";

const CHILD = fileURLToPath(new URL("./train-child.js", import.meta.url));

/** What to train, as the one argument of the process that does. */
export interface TrainingRequest {
  readonly config: TrainConfigInput;
  /** That are timed, at least, after a warm-up. */
  readonly iterations: number;
}

/** What training took. */
export interface Training {
  readonly engine: string;
  readonly backend: string;
  /** Agents. */
  readonly n: number;
  /** Of all representatives together. */
  readonly transitionsPerSecond: number;
  /** Of an iteration, by what they went to. */
  readonly seconds: Readonly<Record<"acting" | "stepping" | "wire" | "updating", number>>;
  /** Peak resident memory in MB; null of a server where the system does not tell. */
  readonly memory: { readonly learner: number; readonly server: number | null };
}

/** Trains in a process of its own, so that memory and compiled code are nobody else's. */
export async function trainInChild(request: TrainingRequest): Promise<Training> {
  const [line] = await childOutput(process.execPath, [CHILD, JSON.stringify(request)]);
  return JSON.parse(line) as Training;
}
