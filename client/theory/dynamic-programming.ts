import type { TabularRmdp } from "./tabular-rmdp.js";

/** The action in each state at each step, [H, S]; optimal policies of a finite horizon depend on both. */
export type TabularPolicy = Int32Array;

/** A reward for each state and action, [S, A]. */
type Reward = Float64Array;

/**
 * The value of a policy: its expected return over the initial states.
 *   Vₕ(s) = r(s, πₕ(s)) + γ Σ T(s′ | s, πₕ(s)) Vₕ₊₁(s′),  V = Σ T₀(s) V₀(s)
 * Puterman 1994, section 4.2.
 */
export function policyValue(rmdp: TabularRmdp, policy: TabularPolicy, reward: Reward): number {
  const { numStates: S, horizon } = rmdp;
  let values = new Float64Array(S);
  for (let h = horizon - 1; h >= 0; h--) {
    const actionValue = actionValues(rmdp, { reward, next: values });
    values = values.map((_, s) => actionValue(s, policy[h * S + s]));
  }
  return rmdp.initial.reduce((sum, probability, s) => sum + probability * values[s], 0);
}

/**
 * An optimal policy in every state, by backward induction (value iteration over a finite horizon), which is exact. Among
 * equally good actions it takes the first.
 *   πₕ(s) = argmaxₐ r(s, a) + γ Σ T(s′ | s, a) Vₕ₊₁(s′)
 * Puterman 1994, section 4.5.
 */
export function optimalPolicy(rmdp: TabularRmdp, reward: Reward): TabularPolicy {
  const { numStates: S, numActions: A, horizon } = rmdp;
  const policy = new Int32Array(horizon * S);
  let values = new Float64Array(S);
  for (let h = horizon - 1; h >= 0; h--) {
    const actionValue = actionValues(rmdp, { reward, next: values });
    values = new Float64Array(S);
    for (let s = 0; s < S; s++) {
      const worth = Array.from({ length: A }, (_, a) => actionValue(s, a));
      values[s] = Math.max(...worth);
      policy[h * S + s] = worth.indexOf(values[s]);
    }
  }
  return policy;
}

/** What a step is worth: now, and by the states it leads to. */
interface StepWorth {
  readonly reward: Reward;
  /** V, [S], of the next step. */
  readonly next: Float64Array;
}

/** The value of an action in a state, r(s, a) + γ Σ T(s′ | s, a) V(s′). */
function actionValues(
  { numStates: S, numActions: A, discount, transitions }: TabularRmdp,
  { reward, next }: StepWorth,
): (s: number, a: number) => number {
  return (s, a) => {
    const row = s * A + a;
    let expected = 0;
    for (let to = 0; to < S; to++) expected += transitions[row * S + to] * next[to];
    return reward[row] + discount * expected;
  };
}
