import type { Registry } from "prom-client";
import { createPoliciesMeter } from "../../policies/monitoring/prometheus.js";
import { createPrometheusMeter } from "../../server/monitoring/prometheus.js";
import { code, escaped, page, table } from "./markdown.js";

const INTRODUCTION =
  "What `caucus-server --metrics-port` serves at `/metrics`, from the registry that it reads. Names without `caucus_` are Node's own.";

/** Every Prometheus metric of a server. */
export function prometheusPage(): string {
  const { registry } = createPrometheusMeter(() => ({
    limits: { maxMemoryBytes: 0 },
    numSessions: 0,
    numBytes: 0,
  }));
  const policies = createPoliciesMeter(() => undefined).registry;
  return page("Prometheus metrics", [
    INTRODUCTION,
    tableOf(metricsOf(registry)),
    "## Servers of policies",
    "What `caucus-policies --metrics-port` serves.",
    tableOf(metricsOf(policies)),
  ]);
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
}

/** Ours before Node's. */
function metricsOf(registry: Registry): Metric[] {
  const metrics = registry
    .getMetricsAsArray()
    .map(({ name, help, type }) => ({ name, help, type: `${type}` }));
  const ours = ({ name }: { name: string }) => name.startsWith("caucus_");
  return [...metrics.filter(ours), ...metrics.filter((metric) => !ours(metric))];
}

function tableOf(metrics: readonly Metric[]): string {
  const rows = metrics.map(({ name, type, help }) => [code(name), type, escaped(help)]);
  return table(["metric", "type", "meaning"], rows);
}
