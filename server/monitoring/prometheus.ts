import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Limits } from "../../proto/index.js";
import type { Meter } from "../metrics/meter.js";

/** From a small step of one environment to a large one of many, in seconds. */
const STEP_BUCKETS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** What has been measured, as Prometheus reads it. */
export interface PrometheusMeter extends Meter {
  readonly registry: Registry;
}

/** What a server has now. */
export interface Holdings {
  readonly limits: Pick<Limits, "maxMemoryBytes">;
  /** Sessions whose environments live. */
  readonly numSessions: number;
  /** Bytes of memory that they take. */
  readonly numBytes: number;
}

/** @param holdings - asked whenever metrics are read */
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
  gauge("sessions", "Sessions whose environments live.", ({ numSessions }) => numSessions);
  gauge("environment_memory_bytes", "Memory set aside for their environments.", ({ numBytes }) => numBytes);
  gauge(
    "environment_memory_limit_bytes",
    "The most of it there may be.",
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
