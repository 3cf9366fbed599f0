import { policies } from "../../proto/index.js";
import type { Alarms } from "./alarms.js";
import type { ObservationWatch } from "./observation-watch.js";

/** A policy whose observations are watched. */
export interface Watched {
  /** DOSSIER/REPRESENTATIVE. */
  readonly name: string;
  readonly usage: { readonly observations: ObservationWatch };
}

/**
 * Raises an alarm for each component of observations that lies too often outside what the assessment saw.
 * @param limit - the share above which it does
 */
export function raiseObservationAlarms(watched: Iterable<Watched>, alarms: Alarms, limit: number): void {
  for (const { name: policy, usage } of watched) {
    for (const c of usage.observations.excessive()) {
      const share = percent(usage.observations.shares()[c]);
      const message = `Component ${c} of the observations of "${policy}" lay outside what the assessment saw in ${share} of recent ones, more than ${percent(limit)}.`;
      alarms.raise({ kind: policies.AlarmKind.ALARM_KIND_OBSERVATIONS, policy, message }, `${c}`);
    }
  }
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
