import { Counter, Histogram, type Registry } from "prom-client";
import type { Limits } from "../../proto/index.js";
import { createRegistry, messageMeter } from "../../serving/monitoring/prometheus.js";
import type { StepMeter } from "../metrics/meter.js";

/** Buckets in seconds, from a small step of one environment to a large step of many. */
const STEP_BUCKETS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** A meter whose measurements Prometheus can read. */
export interface PrometheusMeter extends StepMeter {
  readonly registry: Registry;
}

/** The current sessions and memory of a server. */
export interface Holdings {
  readonly limits: Pick<Limits, "maxMemoryBytes">;
  /** Number of sessions with environments. */
  readonly numSessions: number;
  /** Bytes of memory of these environments. */
  readonly numBytes: number;
}

/** @param holdings - called whenever metrics are read */
export function createPrometheusMeter(holdings: () => Holdings): PrometheusMeter {
  const { registry, common, gauge } = createRegistry();
  gauge("sessions", "Number of sessions with environments.", () => holdings().numSessions);
  gauge("environment_memory_bytes", "Memory reserved for environments.", () => holdings().numBytes);
  gauge(
    "environment_memory_limit_bytes",
    "Maximum of the memory reserved for environments.",
    () => holdings().limits.maxMemoryBytes,
  );
  const steps = new Counter(common("environment_steps_total", "Steps of single environments."));
  const latency = new Histogram({
    ...common("step_seconds", "Time to step all environments of a session once."),
    buckets: STEP_BUCKETS,
  });
  return {
    registry,
    ...messageMeter({ common }),
    stepped(environments, seconds) {
      steps.inc(environments);
      latency.observe(seconds);
    },
  };
}
