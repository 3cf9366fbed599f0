import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Meter } from "../base/meter.js";

/** A server's metrics, and the means to add others. */
export interface Metrics {
  readonly registry: Registry;
  /** The parts of a metric's settings that all have. */
  common(name: string, help: string): { name: string; help: string; registers: Registry[] };
  /** Adds a gauge. @param read - called whenever metrics are read */
  gauge(name: string, help: string, read: () => number): void;
}

/** Creates a registry with the metrics of the process. */
export function createRegistry(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const common = (name: string, help: string) => ({ name: `caucus_${name}`, help, registers: [registry] });
  return {
    registry,
    common,
    gauge(name, help, read) {
      new Gauge({
        ...common(name, help),
        collect() {
          this.set(read());
        },
      });
    },
  };
}

/** Adds the metrics of messages and errors. */
export function messageMeter({ common }: Pick<Metrics, "common">): Meter {
  const received = new Counter(common("received_bytes_total", "Bytes of the messages received."));
  const sent = new Counter(common("sent_bytes_total", "Bytes of the messages sent."));
  const errors = new Counter({
    ...common("errors_total", "Requests that failed, by the contract's reason."),
    labelNames: ["reason"],
  });
  return {
    received: (bytes) => received.inc(bytes),
    sent: (bytes) => sent.inc(bytes),
    failed: (reason) => errors.inc({ reason }),
  };
}
