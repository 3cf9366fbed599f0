import { setTimeout as sleep } from "node:timers/promises";
import { ContractError } from "../../proto/index.js";
import { pickConfig, resolveConfig } from "../../serving/base/config.js";
import { type Logger, silentLog } from "../../serving/base/log.js";
import { silentMeter } from "../../serving/base/meter.js";
import { createCallContext } from "../../serving/grpc/call-context.js";
import { listen } from "../../serving/grpc/listening.js";
import { createAccess } from "../../serving/security/access.js";
import { POLICIES_FIELDS, type PoliciesConfig, SERVICE_FIELDS } from "../base/config.js";
import { type HostedPolicies, hostPolicies } from "../hosting.js";
import { createPoliciesMeter } from "../monitoring/prometheus.js";
import type { ServedStream } from "./act-stream.js";
import { createHandlers, policiesDefinition } from "./handlers.js";
import { createInferenceHandlers, inferenceDefinition } from "./inference-handlers.js";

/** Full names of the services besides health and reflection. */
const SERVICES = ["policies.v1.PolicyService", "inference.GRPCInferenceService"];

/** Bytes that all incomplete messages may take together. */
const MAX_PARTIAL_BYTES = 2 ** 28;

export interface RunningPolicies {
  /** The address it listens on, for example "127.0.0.1:50052". */
  readonly address: string;
  /** The address of the Prometheus metrics, if they are served. */
  readonly metricsAddress?: string;
  /** Number of policies that are served. */
  readonly numServed: number;
  /** Logs and counts a failure that nothing else caught. */
  failed(error: unknown): void;
  /** Refuses new calls, lets streams go on for up to `drainSeconds`, and then closes. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves the approved policies of a registry over gRPC.
 * @throws RangeError at an invalid setting
 * @throws Error if a file cannot be used, the audit log was changed, or it cannot listen on the address
 */
export async function startPolicies(
  given: Partial<PoliciesConfig> & { readonly log?: Logger },
): Promise<RunningPolicies> {
  const { log = silentLog, ...settings } = given;
  const config = resolveConfig(POLICIES_FIELDS, settings);
  let hosted: HostedPolicies | undefined;
  const measured = () => hosted && { ...hosted, auditLines: hosted.trail.head.sequence };
  const prometheus = config.metricsPort < 0 ? undefined : createPoliciesMeter(measured);
  const meter = prometheus ?? silentMeter;
  const access = createAccess(config, log, meter);
  hosted = await hostPolicies({ config: pickConfig(SERVICE_FIELDS, config), log, meter });
  const { service, catalog, close: closeHosted } = hosted;
  const context = createCallContext(service.forCaller, log, access, meter);
  const streams = createStreams();
  const { maxMessageBytes, maxStreamsPerClient: maxStreams } = service.limits;
  const listening = await listen({
    config,
    access,
    limits: { maxMessageBytes, maxStreams, maxPartialBytes: MAX_PARTIAL_BYTES },
    services: SERVICES,
    addServices(server) {
      server.addService(policiesDefinition(meter), createHandlers(context, streams.add));
      server.addService(inferenceDefinition(meter), createInferenceHandlers(context, streams.add));
    },
    metrics: prometheus?.registry,
    log,
  }).catch(async (error: unknown) => {
    await closeHosted();
    throw error;
  });

  async function end(seconds: number): Promise<void> {
    listening.stopServing();
    service.drain();
    await streams.end(seconds, context.statusOf(draining()));
    await listening.close();
    await closeHosted();
  }

  let ending: Promise<void> | undefined;
  return {
    address: listening.address,
    metricsAddress: listening.metricsAddress,
    get numServed() {
      return catalog.served.size;
    },
    failed: context.failed,
    drain: () => (ending ??= end(config.drainSeconds)),
    close: () => (ending ??= end(0)),
  };
}

const draining = () => new ContractError("DRAINING", "the server is shutting down: use another server");

/** The streams that are open. */
function createStreams() {
  const open = new Set<ServedStream>();
  const allClosed = () => Promise.all([...open].map(({ closed }) => closed));
  return {
    add(stream: ServedStream): void {
      open.add(stream);
      void stream.closed.then(() => open.delete(stream));
    },
    /** Lets streams go on for some seconds, and then ends them with an error. */
    async end(seconds: number, error: Error): Promise<void> {
      const stopped = new AbortController();
      const timeIsOver = sleep(1000 * seconds, undefined, { ref: false, signal: stopped.signal });
      await Promise.race([allClosed(), timeIsOver.catch(() => {})]);
      stopped.abort();
      await Promise.all([...open].map((stream) => stream.end(error)));
      await allClosed();
    },
  };
}
