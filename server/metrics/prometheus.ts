import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Meter } from "./meter.js";

/** From a small step of one environment to a large one of many, in seconds. */
const STEP_BUCKETS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** What has been measured, as Prometheus reads it. */
export interface PrometheusMeter extends Meter {
  /** @param sessions - how many there are now */
  readonly registry: Registry;
}

/** @param countSessions - how many there are now */
export function createPrometheusMeter(countSessions: () => number): PrometheusMeter {
  const registry = new Registry();
  const common = (name: string, help: string) => ({ name: `caucus_${name}`, help, registers: [registry] });
  collectDefaultMetrics({ register: registry });
  new Gauge({
    ...common("sessions", "Sessions whose environments live."),
    collect() {
      this.set(countSessions());
    },
  });
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
