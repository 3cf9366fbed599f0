import type { Utilities } from "../../ops/assignment.js";
import type { FinishedEpisode } from "../../remote/environments/environments.js";
import type { Rollout } from "../rollout/rollout.js";
import { bestWithout, firstAndSecondChoices } from "./choices.js";

/** Whether episodes ended in a rollout and each of them gave rewards only at its last step. */
export function paysAtTheEnd(rollout: Rollout, episodes: readonly FinishedEpisode[]): boolean {
  const rows = lastRows(rollout);
  const nextRow = rows.map((own) => own.values());
  return (
    episodes.length > 0 &&
    episodes.every(({ environment, returns }) => {
      const row = nextRow[environment].next().value!;
      return returns.every((value, i) => value === rollout.rewards[row * returns.length + i]);
    })
  );
}

/**
 * A rollout whose rewards are what a representative adds: the part of an episode's return for an agent that exceeds
 * what the other representatives give that agent.
 *   r̃ⁱʲ = max(rⁱʲ − max over l ≠ j of Q[l, i], 0)
 * Summed over agents, this is what the episode adds to Σᵢ maxⱼ Q[j, i] if agents choose after seeing it. One lucky
 * episode draws a representative towards agents that others serve, and returns that others achieve as well earn nothing.
 * @param rollout - one whose episodes give rewards only at their end
 * @param utilities - Q, [k, n]
 * @returns the same steps, with other rewards
 */
export function payingWhatIsAdded(rollout: Rollout, utilities: Utilities): Rollout {
  const { shape, done } = rollout;
  const [, k, B] = shape;
  const n = utilities.length / k;
  const choices = firstAndSecondChoices(utilities, k);
  const rewards = rollout.rewards.slice();
  for (let row = 0; row < done.length; row++) {
    if (done[row] !== 1) continue;
    const j = Math.floor(row / B) % k;
    for (let i = 0; i < n; i++) {
      rewards[row * n + i] = Math.max(rewards[row * n + i] - bestWithout(choices, j, i), 0);
    }
  }
  return { ...rollout, rewards };
}

/** For each of the k · B environments, the rows in which its episodes end, in the order of time. */
function lastRows({ shape: [T, k, B], done }: Rollout): number[][] {
  return Array.from({ length: k * B }, (_, environment) =>
    Array.from({ length: T }, (_, t) => t * k * B + environment).filter((row) => done[row] === 1),
  );
}
