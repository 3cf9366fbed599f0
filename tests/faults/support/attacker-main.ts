/** A thread that attacks a server until it is ended, and says after each round that it goes on. */
import { parentPort, workerData } from "node:worker_threads";
import { createRng } from "../../../envs/index.js";
import { attack } from "./attacks.js";

const { address, seed } = workerData as { readonly address: string; readonly seed: number };
const rng = createRng(seed, "attacks");
for (let round = 1; ; round++) {
  await attack(address, 1, rng);
  parentPort!.postMessage(round);
}
