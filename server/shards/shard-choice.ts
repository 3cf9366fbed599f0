/** Steps after which the number of shards is chosen; the first ones run code that is not compiled yet. */
const SKIPPED_STEPS = 16;
const MEASURED_STEPS = 32;
/**
 * Seconds of work in a step that are worth a thread more: less is done sooner than threads hand it to each other. On two
 * cores, half-cheetah with N = 5 (0.2 ms) takes a third longer with two workers than with one; with N = 40 (1.6 ms) it
 * takes 0.6 of the time.
 */
const SECONDS_PER_SHARD = 4e-4;

/** Chooses in how many shards a session's environments are, by what it does and by what a step takes. */
export interface ShardChoice {
  /** The best number of shards as far as is known. */
  readonly wanted: number;
  /** @param shardSeconds - what a single step took in each shard */
  stepped(shardSeconds: readonly number[]): void;
  /** Policies act within the shards, so that every shard more is faster. */
  rolled(): void;
}

/** @param most - the largest number of shards */
export function createShardChoice(most: number): ShardChoice {
  let wanted = most;
  let steps = 0;
  const measured: number[] = [];
  return {
    get wanted() {
      return wanted;
    },
    stepped(shardSeconds) {
      if (measured.length === MEASURED_STEPS || ++steps <= SKIPPED_STEPS) return;
      measured.push(shardSeconds.reduce((sum, seconds) => sum + seconds, 0));
      if (measured.length < MEASURED_STEPS) return;
      const middle = measured.sort((a, b) => a - b)[MEASURED_STEPS / 2];
      wanted = Math.min(Math.max(Math.round(middle / SECONDS_PER_SHARD), 1), most);
    },
    rolled() {
      wanted = most;
      measured.length = MEASURED_STEPS;
    },
  };
}
