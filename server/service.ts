import type { EnvRegistry } from "../envs/index.js";
import {
  CONTRACT,
  CONTRACT_REVISION,
  type dmEnvRpc,
  type EnvironmentService,
  type Limits,
} from "../proto/index.js";
import { VERSION } from "../proto/version.js";
import { resolveConfig } from "../serving/base/config.js";
import { refused } from "../serving/base/errors.js";
import { type Logger, silentLog } from "../serving/base/log.js";
import { ANYONE, type Caller } from "../serving/security/authentication.js";
import { SERVICE_FIELDS, type ServiceConfig } from "./base/config.js";
import { createLimits } from "./base/limits.js";
import { builtinEnvironments } from "./builtin-environments.js";
import type { Catalog } from "./catalog/catalog.js";
import { encodeParameters } from "./catalog/choose-environment.js";
import { joinCatalogs } from "./catalog/joined-catalog.js";
import { createLocalCatalog } from "./catalog/local-catalog.js";
import { createPythonCatalog } from "./catalog/python-catalog.js";
import { createThreadCatalog } from "./catalog/thread-catalog.js";
import { processStream } from "./dm-env-rpc/process.js";
import { createWorlds } from "./dm-env-rpc/world-table.js";
import { interact } from "./interaction/interact.js";
import { createMessageMemory } from "./messages/message-memory.js";
import { type StepMeter, silentStepMeter } from "./metrics/meter.js";
import { createForkServer } from "./python/fork-server.js";
import { createWorkshop } from "./python/workshop.js";
import { resolveSetup } from "./sessions/session-setup.js";
import { createSessionTable } from "./sessions/session-table.js";
import { createLocalHost } from "./shards/local-host.js";
import type { ShardHost } from "./shards/shard.js";
import { createWorkerPool } from "./shards/worker-pool.js";

/** Environments written in Python, which run in processes of their own. */
export interface PythonEnvironments {
  /** MODULE:ENV each, or ids of Gymnasium and MO-Gymnasium. */
  readonly names: readonly string[];
  /** What runs a Python that has the package caucus-rmdp. */
  readonly command: string;
}

/** Parts of a service besides its settings. */
export interface ServiceParts {
  /** The environments offered with `workers: 0`; the built-in ones if left out. */
  readonly registry?: EnvRegistry;
  /** Absolute paths of modules with further environments, which threads load: see loadEnvironments. */
  readonly modules?: readonly string[];
  /** Further environments, which are written in Python. */
  readonly python?: PythonEnvironments;
  readonly log?: Logger;
  readonly meter?: StepMeter;
}

/** The services rmdp.v1 and dm_env_rpc.v1 for one caller. */
export interface CallerService extends EnvironmentService {
  /**
   * Answers a stream of dm_env_rpc.v1; errors are in its responses.
   * @param gone - aborted when the client disconnects
   */
  process(
    requests: AsyncIterable<dmEnvRpc.EnvironmentRequest>,
    gone?: AbortSignal,
  ): AsyncIterable<dmEnvRpc.EnvironmentResponse>;
}

/** The services in this process, without authentication; transports carry their messages. */
export interface HostedService extends CallerService {
  readonly limits: Limits;
  /** Number of sessions with environments. */
  readonly numSessions: number;
  /** Bytes of memory of these environments. */
  readonly numBytes: number;
  /** @throws InvalidValueError if a module cannot be loaded, or Error if loading does not end */
  ready(): Promise<void>;
  /**
   * The services for one caller, whose sessions no other caller can use.
   * @param client - the client whose share of the server the caller uses; the caller itself if left out
   */
  forCaller(caller: Caller, client?: string): CallerService;
  /** Refuses new sessions, lets running ones finish for at most these seconds, and then closes. */
  drain(seconds: number): Promise<void>;
  /** Ends all sessions and worker threads. */
  close(): Promise<void>;
}

/**
 * Creates a service. Its methods reject with ContractError; a stream's errors are in its responses, except those that
 * end the stream.
 * @throws RangeError at an invalid setting
 */
export function createEnvironmentService(given: Partial<ServiceConfig> & ServiceParts = {}): HostedService {
  const {
    registry = builtinEnvironments,
    modules,
    python,
    log = silentLog,
    meter = silentStepMeter,
    ...settings
  } = given;
  const config = resolveConfig(SERVICE_FIELDS, settings);
  const limits = createLimits(config);
  const messages = createMessageMemory(limits);
  const parts = { registry, modules, python, log };
  const host = createHost(config, parts);
  const catalog = createCatalog(config, limits, parts);
  const table = createSessionTable({ host, limits, messages, log, meter });
  const worldsOf = createWorlds(catalog, limits, table);

  const forCaller = (caller: Caller, client: string = caller): CallerService => ({
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
      return { environments: [...(await catalog.list())] };
    },
    async describeEnvironment(request) {
      const environment = await refused(catalog.choose(request, client));
      return { spec: environment.spec, agentParameters: encodeParameters(environment) };
    },
    async createSession(request) {
      const setup = await refused(resolveSetup(catalog, limits, request, client));
      const session = await table.create(setup, caller);
      const { environment, leaseSeconds } = setup;
      const agentParameters = encodeParameters(environment);
      return { sessionId: session.id, spec: environment.spec, agentParameters, leaseSeconds };
    },
    async renewLease({ sessionId }) {
      return { leaseSeconds: table.find(sessionId, caller).renew() };
    },
    async closeSession({ sessionId }) {
      await table.close(sessionId, caller);
      return {};
    },
    interact: (requests) => {
      const sessions = { find: (id: string) => table.find(id, caller) };
      return interact(requests, { sessions, limits, messages, log, meter });
    },
    process: (requests, gone) => processStream(requests, worldsOf(caller, client), log, gone),
  });
  const service: HostedService = {
    ...forCaller(ANYONE),
    limits,
    get numSessions() {
      return table.size;
    },
    get numBytes() {
      return table.bytes;
    },
    ready: () => catalog.ready(),
    forCaller,
    async drain(seconds) {
      await table.drain(seconds);
      await service.close();
    },
    async close() {
      const closed = table.closeAll();
      // Both close at the same time, since a step that does not end would delay the other.
      await Promise.all([host.close(), catalog.close()]);
      await closed;
    },
  };
  return service;
}

/** Where environments come from, and who is told of them. */
interface EnvironmentParts extends Pick<ServiceParts, "modules" | "python"> {
  readonly registry: EnvRegistry;
  readonly log: Logger;
}

function createCatalog(
  { workers }: ServiceConfig,
  limits: Limits,
  { registry, modules, python, log }: EnvironmentParts,
): Catalog {
  const catalog =
    workers === 0 ? createLocalCatalog(registry, limits) : createThreadCatalog(modules ?? [], limits, log);
  if (python === undefined || python.names.length === 0) return catalog;
  const forkServer = createForkServer(python.command, log);
  const workshop = createWorkshop(forkServer, limits.maxRequestSeconds, log);
  return joinCatalogs([catalog, createPythonCatalog({ names: python.names, workshop, limits, log })]);
}

function createHost(
  { workers, maxRequestTime, maxMemory }: ServiceConfig,
  { registry, modules, log }: EnvironmentParts,
): ShardHost {
  if (workers === 0) return createLocalHost({ registry, maxSeconds: maxRequestTime });
  if (modules === undefined && registry !== builtinEnvironments)
    throw new RangeError(`workers: expected 0 with a registry of one's own and no modules, got ${workers}`);
  checkWorkers(workers, maxMemory);
  return createWorkerPool({ size: workers, modules: modules ?? [], maxSeconds: maxRequestTime, log });
}

/** Bytes of memory of a thread with MuJoCo, before it has any environment. */
const THREAD_BYTES = 2 ** 26;

/** @throws RangeError if there is not enough memory for the threads */
function checkWorkers(workers: number, maxMemory: number): void {
  const most = Math.max(Math.floor(maxMemory / THREAD_BYTES), 1);
  if (workers <= most) return;
  const reason = `a thread takes ${THREAD_BYTES} bytes, and maxMemory is ${maxMemory}`;
  throw new RangeError(`workers: expected at most ${most}, as ${reason}, got ${workers}`);
}
