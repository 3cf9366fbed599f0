import { availableParallelism } from "node:os";
import { z } from "zod";
import { machineMemory } from "./machine-memory.js";

/** One setting: what it does, its default and, of a number, its bounds. */
export interface ConfigField<T extends string | number | boolean = string | number | boolean> {
  readonly description: string;
  readonly default: T;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of a number: whether fractions are allowed. */
  readonly fractional?: boolean;
  /** Of a string: what it may be; anything if left out. */
  readonly choices?: readonly string[];
}

export type ConfigTable = Readonly<Record<string, ConfigField>>;

/** The settings a table describes. */
export type ConfigOf<Table extends ConfigTable> = {
  readonly [Name in keyof Table]: Table[Name] extends ConfigField<infer T> ? T : never;
};

const text = (description: string, value = ""): ConfigField<string> => ({ description, default: value });

const UINT32_MAX = 2 ** 32 - 1;

const count = (
  description: string,
  value: number,
  minimum = 1,
  maximum = UINT32_MAX,
): ConfigField<number> => ({
  description,
  default: value,
  minimum,
  maximum,
});

/** What holds for a service whatever carries its messages. */
export const SERVICE_FIELDS = {
  workers: count(
    "Threads that step environments; 0 steps them in the server's own thread.",
    Math.min(2, availableParallelism()),
    0,
    1024,
  ),
  maxSessions: count("Sessions at a time, of all clients.", 64),
  maxSessionsPerClient: count("Sessions at a time, of one client.", 32),
  maxEnvironments: count("Environments of a session.", 4096),
  maxAgents: count("Agents of a session.", 10_000),
  maxMessageBytes: count("Bytes of a message, in either direction.", 2 ** 24, 1024, 2 ** 31 - 1),
  maxRequestsInFlight: count("Requests of a session sent and not yet answered.", 8, 1, 1024),
  maxBytesInFlight: count(
    "Bytes of such requests, and of responses kept for repetition.",
    2 ** 26,
    1024,
    2 ** 40,
  ),
  maxMemory: count(
    "Bytes of memory that environments may take; three quarters of the machine's if not given.",
    Math.floor(0.75 * machineMemory()),
    2 ** 20,
    Number.MAX_SAFE_INTEGER,
  ),
  maxMemoryPerClient: count(
    "Bytes of it that one client's environments may take; 0 is half of it.",
    0,
    0,
    Number.MAX_SAFE_INTEGER,
  ),
  maxRequestTime: {
    description: "Seconds that environments may take for a request; then they are given up.",
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
  // Timers hold at most 2^31 ms.
  maxLease: {
    description: "Seconds a session may live without a sign of its client.",
    default: 3600,
    minimum: 0.001,
    maximum: 2e6,
    fractional: true,
  } as ConfigField<number>,
} as const satisfies ConfigTable;

/** What a server that listens needs besides. */
export const SERVER_FIELDS = {
  host: text("Address to listen on; beyond loopback, with TLS or tokens.", "127.0.0.1"),
  port: count("Port to listen on; 0 picks a free one.", 50_051, 0, 65_535),
  tlsCert: text("The server's certificate, and those between it and its authority: a PEM file."),
  tlsKey: text("The key of --tls-cert: a PEM file."),
  tlsClientCa: text("Authority whose certificates clients must have: a PEM file."),
  tokenFile: text("File of tokens, one a line, of which clients must have one. Sessions are their opener's."),
  insecure: {
    description: "Listen beyond loopback without TLS and tokens, to serve anyone.",
    default: false,
  } as ConfigField<boolean>,
  metricsPort: count(
    "Port of Prometheus metrics, on the same host; 0 picks a free one, -1 is none.",
    -1,
    -1,
    65_535,
  ),
  ...SERVICE_FIELDS,
  drainSeconds: {
    description: "Seconds that running sessions get to finish when the server is told to stop.",
    default: 10,
    minimum: 0,
    maximum: 2e6,
    fractional: true,
  } as ConfigField<number>,
} as const satisfies ConfigTable;

export type ServiceConfig = ConfigOf<typeof SERVICE_FIELDS>;
export type ServerConfig = ConfigOf<typeof SERVER_FIELDS>;

/**
 * Checks given settings and fills in the defaults of the others.
 * @throws RangeError at an unknown name or a value that cannot be
 */
export function resolveConfig<Table extends ConfigTable>(
  table: Table,
  given: Partial<ConfigOf<Table>>,
): ConfigOf<Table> {
  const values = Object.entries(table).map(([name, field]) => [name, given[name] ?? field.default]);
  const input = { ...given, ...Object.fromEntries(values) };
  const { data, error } = schemaOf(table).safeParse(input, { reportInput: true });
  if (error !== undefined) throw new RangeError(describeIssues(error.issues, table));
  return data as ConfigOf<Table>;
}

/** The settings that a table describes, of those a larger one does. */
export function pickConfig<Table extends ConfigTable>(
  table: Table,
  config: ConfigOf<Table>,
): ConfigOf<Table> {
  const names = Object.keys(table) as (keyof Table)[];
  return Object.fromEntries(names.map((name) => [name, config[name]])) as ConfigOf<Table>;
}

function schemaOf(table: ConfigTable) {
  const fields = Object.entries(table).map(([name, field]) => [name, fieldSchema(field)]);
  return z.strictObject(Object.fromEntries(fields));
}

function fieldSchema({ default: value, choices, fractional, ...bounds }: ConfigField): z.ZodType {
  if (choices !== undefined) return z.enum(choices);
  if (typeof value === "string") return z.string();
  if (typeof value === "boolean") return z.boolean();
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = bounds;
  return (fractional ? z.number() : z.int()).min(minimum).max(maximum);
}

/** Unknown names before values that cannot be; the first of either. */
function describeIssues(issues: readonly z.core.$ZodIssue[], table: ConfigTable): string {
  const unknown = issues.find((issue) => issue.code === "unrecognized_keys");
  if (unknown !== undefined) {
    return `config: expected only ${Object.keys(table).join(", ")}, got "${unknown.keys[0]}"`;
  }
  const [{ path, input }] = issues;
  const name = String(path[0]);
  const got = typeof input === "string" ? `"${input}"` : `${input}`;
  return `${name}: expected ${expectation(table[name])}, got ${got}`;
}

function expectation({ default: value, fractional, minimum, maximum, choices }: ConfigField): string {
  if (choices !== undefined) return `one of ${choices.join(", ")}`;
  if (typeof value !== "number") return `one ${typeof value}`;
  return `a ${fractional ? "" : "whole "}number from ${minimum} to ${maximum}`;
}
