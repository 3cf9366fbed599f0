import { z } from "zod";

/** One setting: its description, its default and, for a number, its bounds. */
export interface ConfigField<T extends string | number | boolean = string | number | boolean> {
  readonly description: string;
  readonly default: T;
  readonly minimum?: number;
  readonly maximum?: number;
  /** For a number: whether fractions are allowed. */
  readonly fractional?: boolean;
  /** For a string: the allowed values; any text if left out. */
  readonly choices?: readonly string[];
}

export type ConfigTable = Readonly<Record<string, ConfigField>>;

/** The settings that a table describes. */
export type ConfigOf<Table extends ConfigTable> = {
  readonly [Name in keyof Table]: Table[Name] extends ConfigField<infer T> ? T : never;
};

/** A setting that is a text. */
export const text = (description: string, value = ""): ConfigField<string> => ({
  description,
  default: value,
});

const UINT32_MAX = 2 ** 32 - 1;

/** A setting that is a whole number. */
export const count = (
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

/** The size of messages, which transports check. */
export const maxMessageBytes: ConfigField<number> = count(
  "Maximum size of a message in either direction, in bytes.",
  2 ** 24,
  1024,
  2 ** 31 - 1,
);

/** Settings of every server that listens on the network. */
export const LISTENING_FIELDS = {
  host: text("Address to listen on; addresses beyond loopback require TLS or tokens.", "127.0.0.1"),
  port: count("Port to listen on; 0 picks a free one.", 50_051, 0, 65_535),
  tlsCert: text("PEM file with the server's certificate and any intermediate certificates."),
  tlsKey: text("PEM file with the private key of --tls-cert."),
  tlsClientCa: text("PEM file with the authority that must have signed clients' certificates."),
  tokenFile: text("File of tokens, one per line; clients must present one of them."),
  insecure: {
    description: "Allow listening beyond loopback without TLS and tokens, which serves anyone.",
    default: false,
  } as ConfigField<boolean>,
  metricsPort: count(
    "Port of Prometheus metrics, on the same host; 0 picks a free one, -1 turns metrics off.",
    -1,
    -1,
    65_535,
  ),
  drainSeconds: {
    description: "Seconds that running streams get to finish when the server is asked to stop.",
    default: 10,
    minimum: 0,
    maximum: 2e6,
    fractional: true,
  } as ConfigField<number>,
} as const satisfies ConfigTable;

export type ListeningConfig = ConfigOf<typeof LISTENING_FIELDS>;

/**
 * Checks given settings and fills in the defaults of the others.
 * @throws RangeError at an unknown name or an invalid value
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

/** Picks the settings that a table describes from those of a larger table. */
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
