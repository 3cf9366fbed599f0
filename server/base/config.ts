import { availableParallelism } from "node:os";
import {
  type ConfigField,
  type ConfigOf,
  type ConfigTable,
  count,
  LISTENING_FIELDS,
  maxMessageBytes,
  text,
} from "../../serving/base/config.js";
import { machineMemory } from "../../serving/base/machine-memory.js";

/** Settings of a service, independent of the transport. */
export const SERVICE_FIELDS = {
  workers: count(
    "Number of threads that step environments; 0 steps them in the server's main thread.",
    Math.min(2, availableParallelism()),
    0,
    1024,
  ),
  maxSessions: count("Maximum number of sessions of all clients at a time.", 64),
  maxSessionsPerClient: count("Maximum number of sessions of one client at a time.", 32),
  maxEnvironments: count("Maximum number of environments in a session.", 4096),
  maxAgents: count("Maximum number of agents in a session.", 10_000),
  maxMessageBytes,
  maxRequestsInFlight: count("Maximum number of unanswered requests of a session.", 8, 1, 1024),
  maxBytesInFlight: count(
    "Maximum size of a session's unanswered requests, and of the responses kept to repeat them, in bytes.",
    2 ** 26,
    1024,
    2 ** 40,
  ),
  maxMemory: count(
    "Maximum memory of all environments, in bytes; three quarters of the machine's memory if not given.",
    Math.floor(0.75 * machineMemory()),
    2 ** 20,
    Number.MAX_SAFE_INTEGER,
  ),
  maxMemoryPerClient: count(
    "Maximum memory of one client's environments, in bytes; 0 means half of --max-memory.",
    0,
    0,
    Number.MAX_SAFE_INTEGER,
  ),
  maxRequestTime: {
    description: "Maximum time of environments for a request, in seconds; after it, their session is lost.",
    default: 300,
    minimum: 0.001,
    maximum: 2e6,
    fractional: true,
  } as ConfigField<number>,
  policies: {
    description:
      "Let clients' policies act in their environments, within the server; they come as ONNX models.",
    default: true,
  } as ConfigField<boolean>,
  maxPolicyBytes: count("Bytes of all the policies of a session.", 2 ** 23, 1024, 2 ** 31 - 1),
  // Timers are limited to 2^31 ms.
  maxLease: {
    description:
      "Maximum lease, in seconds: a session ends when its client has sent nothing for the length of its lease.",
    default: 3600,
    minimum: 0.001,
    maximum: 2e6,
    fractional: true,
  } as ConfigField<number>,
} as const satisfies ConfigTable;

const { drainSeconds, ...LISTENING } = LISTENING_FIELDS;

/** Further settings of a server that listens on the network. */
export const SERVER_FIELDS = {
  ...LISTENING,
  tokenFile: text(
    "File of tokens, one per line; clients must present one of them. Only the token that opened a session can use it.",
  ),
  ...SERVICE_FIELDS,
  drainSeconds: {
    ...drainSeconds,
    description: "Seconds that running sessions get to finish when the server is asked to stop.",
  },
} as const satisfies ConfigTable;

export type ServiceConfig = ConfigOf<typeof SERVICE_FIELDS>;
export type ServerConfig = ConfigOf<typeof SERVER_FIELDS>;
