import type { Action, DecisionDraft } from "../../approval/index.js";
import { ConfigError } from "../base/config-error.js";

/** The flags that say what to decide. */
export interface DecisionFlags {
  readonly approve?: readonly number[];
  readonly reject?: readonly number[];
  readonly revoke?: readonly number[];
  readonly reason?: string;
  readonly key?: string;
  readonly expires?: string;
}

/** Refusals come first, so that nothing is approved if one of them cannot be written. */
const ACTIONS: readonly Action[] = ["revoke", "reject", "approve"];

/**
 * The decisions that flags ask for, of which each representative is in at most one.
 * @param k - the dossier's number of representatives
 * @returns none if the flags ask for none
 * @throws ConfigError if the flags do not fit together or the dossier
 */
export function decisionDrafts(flags: DecisionFlags, k: number, now: Date): DecisionDraft[] {
  const actions = ACTIONS.filter((action) => flags[action] !== undefined);
  if (actions.length === 0) return refuseIdleFlags(flags);
  const { reason = "" } = flags;
  if (reason.trim() === "") throw new ConfigError("--reason: expected why, for later readers, got nothing");
  const expires = expiryOf(flags, now);
  for (const action of actions) checkNumbers(action, flags[action]!, k);
  checkOnce(flags, actions);
  return actions.map((action) => {
    const draft = { action, representatives: flags[action]!, reason };
    return action === "approve" && expires !== undefined ? { ...draft, expires } : draft;
  });
}

function refuseIdleFlags({ reason, key, expires }: DecisionFlags): [] {
  const [idle] = Object.entries({ reason, key, expires }).filter(([, value]) => value !== undefined);
  if (idle === undefined) return [];
  throw new ConfigError(`--${idle[0]}: expected --approve, --reject or --revoke with it, got none of them`);
}

function checkNumbers(action: Action, numbers: readonly number[], k: number): void {
  if (numbers.length === 0)
    throw new ConfigError(`--${action}: expected numbers of representatives, got none`);
  const wrong = numbers.find((number) => !(Number.isInteger(number) && number >= 1 && number <= k));
  if (wrong === undefined) return;
  throw new ConfigError(`--${action}: expected representatives from 1 to ${k}, got ${wrong}`);
}

function checkOnce(flags: DecisionFlags, actions: readonly Action[]): void {
  const all = actions.flatMap((action) => [...new Set(flags[action])].map((number) => ({ action, number })));
  for (const [i, { action, number }] of all.entries()) {
    const other = all.slice(0, i).find((one) => one.number === number);
    if (other === undefined) continue;
    throw new ConfigError(
      `--${action}: expected representatives that are decided once, got ${number} in --${other.action} too`,
    );
  }
}

const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/;

function expiryOf({ expires, approve }: DecisionFlags, now: Date): Date | undefined {
  if (expires === undefined) return undefined;
  if (approve === undefined) throw new ConfigError("--expires: expected --approve with it, got none");
  const date = new Date(DATE.test(expires) ? expires : Number.NaN);
  if (Number.isNaN(date.getTime())) {
    throw new ConfigError(
      `--expires: expected a date, such as 2027-01-31, or a time in UTC, got "${expires}"`,
    );
  }
  if (date > now) return date;
  throw new ConfigError(`--expires: expected a time after now, ${now.toISOString()}, got ${expires}`);
}
