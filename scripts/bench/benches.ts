import { act } from "./act.js";
import type { Bench } from "./bench.js";
import { growth } from "./growth.js";
import { network } from "./network.js";
import { parallel } from "./parallel.js";
import { serve } from "./serve.js";
import { soak } from "./soak.js";
import { step } from "./step.js";
import { train } from "./train.js";
import { update } from "./update.js";
import { wire } from "./wire.js";

/** All of them, in the order in which they run. */
export const BENCHES: readonly Bench[] = [
  update,
  act,
  step,
  parallel,
  wire,
  serve,
  train,
  network,
  growth,
  soak,
];

/** Those that run where none is named: all but the longest. */
export const DEFAULT_BENCHES: readonly Bench[] = BENCHES.filter(
  (bench) => ![growth, network, parallel, soak].includes(bench),
);
