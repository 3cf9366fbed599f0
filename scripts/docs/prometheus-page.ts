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
  const metrics = registry
    .getMetricsAsArray()
    .map(({ name, help, type }) => ({ name, help, type: `${type}` }));
  const ours = ({ name }: { name: string }) => name.startsWith("caucus_");
  const sorted = [...metrics.filter(ours), ...metrics.filter((metric) => !ours(metric))];
  const rows = sorted.map(({ name, type, help }) => [code(name), type, escaped(help)]);
  return page("Prometheus metrics", [INTRODUCTION, table(["metric", "type", "meaning"], rows)]);
}
