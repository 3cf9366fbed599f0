import type { EnvRegistry } from "../envs/index.js";
import { CONTRACT, CONTRACT_REVISION, type dmEnvRpc, type EnvironmentService } from "../proto/index.js";
import { builtinEnvironments } from "./builtin-environments.js";
import { chooseEnvironment, encodeParameters, listEnvironments } from "./catalog.js";
import { resolveConfig, SERVICE_FIELDS, type ServiceConfig } from "./config.js";
import { processStream } from "./dm-env-rpc/process.js";
import { createWorlds } from "./dm-env-rpc/world-table.js";
import { contractual } from "./errors.js";
import { interact } from "./interaction/interact.js";
import { createLimits } from "./limits.js";
import { type Logger, silentLog } from "./log.js";
import { type Meter, silentMeter } from "./metrics/meter.js";
import { ANYONE, type Caller } from "./security/authentication.js";
import { resolveSetup } from "./sessions/session-setup.js";
import { createSessionTable } from "./sessions/session-table.js";
import { createLocalHost } from "./shards/local-shard.js";
import type { ShardHost } from "./shards/shard.js";
import { createWorkerPool } from "./shards/worker-pool.js";
import { VERSION } from "./version.js";

/** What a service is given besides its settings. */
export interface ServiceParts {
  /** The environments to offer; others than the built-in ones need `modules`, or `workers: 0`. */
  readonly registry?: EnvRegistry;
  /** Where worker threads find those that are not built in: see loadEnvironments. */
  readonly modules?: readonly string[];
  readonly log?: Logger;
  readonly meter?: Meter;
}

/** The contract, and dm_env_rpc's, for one caller. */
export interface CallerService extends EnvironmentService {
  /**
   * A stream of dm_env_rpc.v1, whose errors are in its responses.
   * @param gone - aborted when the client has gone
   */
  process(
    requests: AsyncIterable<dmEnvRpc.EnvironmentRequest>,
    gone?: AbortSignal,
  ): AsyncIterable<dmEnvRpc.EnvironmentResponse>;
}

/** The contract, in this process, for anyone; transports carry its messages. */
export interface HostedService extends CallerService {
  /** Sessions whose environments live. */
  readonly numSessions: number;
  /** The same for one caller, whose sessions no other can use. */
  forCaller(caller: Caller): CallerService;
  /** Refuses new sessions and lets the running ones finish; then, or when the time is over, closes. */
  drain(seconds: number): Promise<void>;
  /** Ends all sessions and worker threads. */
  close(): Promise<void>;
}

/**
 * Methods reject with ContractError; a stream's errors are in its responses, except those that end it.
 * @throws RangeError at a setting that cannot be
 */
export function createEnvironmentService(given: Partial<ServiceConfig> & ServiceParts = {}): HostedService {
  const {
    registry = builtinEnvironments,
    modules,
    log = silentLog,
    meter = silentMeter,
    ...settings
  } = given;
  const config = resolveConfig(SERVICE_FIELDS, settings);
  const limits = createLimits(config);
  const host = createHost(config, registry, modules, log);
  const sessions = createSessionTable(host, limits, log, meter);
  const worldsOf = createWorlds(registry, limits, sessions);

  const forCaller = (caller: Caller): CallerService => ({
    async getServerInfo() {
      const { workers } = config;
      return {
        serverVersion: VERSION,
        contract: CONTRACT,
        contractRevision: CONTRACT_REVISION,
        workers,
        limits,
      };
    },
    async listEnvironments() {
      return { environments: listEnvironments(registry) };
    },
    async describeEnvironment(request) {
      const environment = contractual(() => chooseEnvironment(registry, limits, request));
      return { spec: environment.spec, agentParameters: encodeParameters(environment) };
    },
    async createSession(request) {
      const setup = contractual(() => resolveSetup(registry, limits, request));
      const session = await sessions.create(setup, caller);
      const { environment, leaseSeconds } = setup;
      const agentParameters = encodeParameters(environment);
      return { sessionId: session.id, spec: environment.spec, agentParameters, leaseSeconds };
    },
    async renewLease({ sessionId }) {
      return { leaseSeconds: sessions.find(sessionId, caller).renew() };
    },
    async closeSession({ sessionId }) {
      await sessions.close(sessionId, caller);
      return {};
    },
    interact: (requests) =>
      interact(requests, { find: (id) => sessions.find(id, caller) }, limits, log, meter),
    process: (requests, gone) => processStream(requests, worldsOf(caller), log, gone),
  });
  const service: HostedService = {
    ...forCaller(ANYONE),
    get numSessions() {
      return sessions.size;
    },
    forCaller,
    async drain(seconds) {
      await sessions.drain(seconds);
      await service.close();
    },
    async close() {
      const closed = sessions.closeAll();
      // Not after it: a step that never ends would hold it up.
      await host.close();
      await closed;
    },
  };
  return service;
}

function createHost(
  { workers, maxRequestTime }: ServiceConfig,
  registry: EnvRegistry,
  modules: readonly string[] | undefined,
  log: Logger,
): ShardHost {
  if (workers === 0) return createLocalHost(registry);
  if (modules === undefined && registry !== builtinEnvironments)
    throw new RangeError(`workers: expected 0 with a registry of one's own and no modules, got ${workers}`);
  return createWorkerPool(workers, { modules: modules ?? [] }, maxRequestTime, log);
}
