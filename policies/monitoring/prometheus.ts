import { Counter, Gauge, type Registry } from "prom-client";
import type { Meter } from "../../serving/base/meter.js";
import { createRegistry, messageMeter } from "../../serving/monitoring/prometheus.js";
import type { Catalog } from "../catalog/catalog.js";
import type { PoliciesService } from "../service.js";

/** A meter whose measurements, with those of a service, Prometheus can read. */
export interface PoliciesMeter extends Meter {
  readonly registry: Registry;
}

/** What metrics are read from. */
export interface Measured {
  readonly service: PoliciesService;
  readonly catalog: Catalog;
  /** Number of lines of the audit log. */
  readonly auditLines: number;
}

/** @param measured - called whenever metrics are read; undefined before there is a service */
export function createPoliciesMeter(measured: () => Measured | undefined): PoliciesMeter {
  const metrics = createRegistry();
  const { registry, common, gauge } = metrics;
  const meter = messageMeter(metrics);
  const read = (value: (of: Measured) => number) => () => {
    const of = measured();
    return of === undefined ? 0 : value(of);
  };
  gauge(
    "policies_served",
    "Number of policies that are served.",
    read(({ catalog }) => catalog.served.size),
  );
  gauge(
    "policies_agents",
    "Agents whose assignment is remembered.",
    read(({ service }) => service.people.size),
  );
  gauge(
    "policies_streams",
    "Open streams.",
    read(({ service }) => service.openStreams),
  );
  gauge(
    "policies_audit_lines",
    "Lines of the audit log.",
    read(({ auditLines }) => auditLines),
  );
  gauge(
    "policies_refused_dossiers",
    "Dossiers of the registry that do not verify.",
    read(({ catalog }) => catalog.dossiers.filter(({ refusal }) => refusal !== "").length),
  );
  addPolicyMetrics(common, measured);
  return { registry, ...meter };
}

/** Adds metrics that are there for each policy. */
function addPolicyMetrics(
  common: ReturnType<typeof createRegistry>["common"],
  measured: () => Measured | undefined,
): void {
  new Counter({
    ...common("policies_decisions_total", "Actions that were chosen, by policy."),
    labelNames: ["policy"],
    collect() {
      this.reset();
      for (const { name: policy, usage } of measured()?.catalog.served.values() ?? [])
        this.inc({ policy }, usage.decisions);
    },
  });
  new Gauge({
    ...common(
      "policies_outside_share",
      "The largest share of a component's recent observations outside what was assessed.",
    ),
    labelNames: ["policy"],
    collect() {
      this.reset();
      for (const { name: policy, usage } of measured()?.catalog.served.values() ?? [])
        this.set({ policy }, Math.max(0, ...usage.observations.shares()));
    },
  });
  new Gauge({
    ...common("policies_alarms", "Alarms that were raised, by policy and kind (1 observations, 2 returns)."),
    labelNames: ["policy", "kind"],
    collect() {
      this.reset();
      for (const { policy, kind } of measured()?.service.alarms.list() ?? []) this.inc({ policy, kind });
    },
  });
}
