import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Limits } from "../../proto/index.js";
import type { Meter } from "../metrics/meter.js";

/** Buckets in seconds, from a small step of one environment to a large step of many. */
const STEP_BUCKETS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** A meter whose measurements Prometheus can read. */
export interface PrometheusMeter extends Meter {
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
  const registry = new Registry();
  const common = (name: string, help: string) => ({ name: `caucus_${name}`, help, registers: [registry] });
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: (holdings: Holdings) => number) =>
    new Gauge({
      ...common(name, help),
      collect() {
        this.set(read(holdings()));
      },
    });
  gauge("sessions", "Number of sessions with environments.", ({ numSessions }) => numSessions);
  gauge("environment_memory_bytes", "Memory reserved for environments.", ({ numBytes }) => numBytes);
  gauge(
    "environment_memory_limit_bytes",
    "Maximum of the memory reserved for environments.",
    ({ limits }) => limits.maxMemoryBytes,
  );
  const steps = new Counter(common("environment_steps_total", "Steps of single environments."));
  const latency = new Histogram({
    ...common("step_seconds", "Time to step all environments of a session once."),
    buckets: STEP_BUCKETS,
  });
  const received = new Counter(common("received_bytes_total", "Bytes of the messages received."));
  const sent = new Counter(common("sent_bytes_total", "Bytes of the messages sent."));
  const errors = new Counter({
    ...common("errors_total", "Requests that failed, by the contract's reason."),
    labelNames: ["reason"],
  });
  return {
    registry,
    stepped(environments, seconds) {
      steps.inc(environments);
      latency.observe(seconds);
    },
    received: (bytes) => received.inc(bytes),
    sent: (bytes) => sent.inc(bytes),
    failed: (reason) => errors.inc({ reason }),
  };
}
