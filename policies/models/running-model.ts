import { LEAST_ROWS, type LoadedPolicy, type PolicyOutputs } from "../../serving/models/policy.js";

/** Distributions of actions: rows of a run that other requests may have shared. */
export interface Decided {
  readonly outputs: PolicyOutputs;
  /** The first row that is the request's. */
  readonly firstRow: number;
}

/** A policy that decides for many requests. */
export interface RunningModel {
  /**
   * @param observations - [B, d]; must not change until the promise resolves
   * @param rows - B, at most the maximum that the model was made for
   * @param modeOnly - whether only what the most likely actions follow from is wanted
   */
  decide(observations: Float32Array, rows: number, modeOnly: boolean): Promise<Decided>;
  /** Lets what is asked be answered, and frees the model. */
  retire(): Promise<void>;
}

/** Numbers that do not change while a model runs. */
export interface RunningModelConfig {
  /** d. */
  readonly observationSize: number;
  /** Rows of a run. */
  readonly maxRows: number;
}

interface Waiting {
  readonly observations: Float32Array;
  readonly rows: number;
  readonly modeOnly: boolean;
  readonly resolve: (decided: Decided) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs a policy, one run at a time: the requests that come meanwhile share the next run, since a run of many rows takes
 * hardly longer than one of a few.
 */
export function runModel(
  policy: LoadedPolicy,
  { observationSize, maxRows }: RunningModelConfig,
): RunningModel {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  const least = new Float32Array(LEAST_ROWS * observationSize);

  /** The next requests that fit into one run; the first always does. */
  function takeBatch(): Waiting[] {
    let rows = 0;
    const end = waiting.findIndex((one) => (rows += one.rows) > maxRows);
    const count = end < 0 ? waiting.length : Math.max(end, 1);
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        const modeOnly = batch.every((one) => one.modeOnly);
        const outputs = await policy.decide(joined(batch, { observationSize, least }), modeOnly);
        let firstRow = 0;
        for (const { rows, resolve } of batch) {
          resolve({ outputs, firstRow });
          firstRow += rows;
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = undefined;
  }

  return {
    decide(observations, rows, modeOnly) {
      const decided = new Promise<Decided>((resolve, reject) => {
        waiting.push({ observations, rows, modeOnly, resolve, reject });
      });
      running ??= runAll();
      return decided;
    },
    async retire() {
      while (running !== undefined) await running;
      await policy.release();
    },
  };
}

/** The observations of a batch, one request after the other; not copied if a single request has enough rows. */
function joined(
  batch: readonly Waiting[],
  { observationSize, least }: { readonly observationSize: number; readonly least: Float32Array },
): Float32Array {
  if (batch.length === 1 && batch[0].rows >= LEAST_ROWS) return batch[0].observations;
  const rows = batch.reduce((sum, one) => sum + one.rows, 0);
  const input = rows <= LEAST_ROWS ? least : new Float32Array(rows * observationSize);
  let offset = 0;
  for (const { observations } of batch) {
    input.set(observations, offset);
    offset += observations.length;
  }
  return input.fill(0, offset);
}
