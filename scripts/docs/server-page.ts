import { POLICIES_FIELDS } from "../../policies/base/config.js";
import { kebabCase } from "../../proto/kebab-case.js";
import { SERVER_FIELDS, SERVICE_FIELDS } from "../../server/base/config.js";
import type { ConfigField } from "../../serving/base/config.js";
import { code, escaped, page, table } from "./markdown.js";

const INTRODUCTION = `What \`caucus-server\` can be told, from its own table of settings; \
[The command line](command-line.md#caucus-server) has the few flags of the program besides. Settings of \`createEnvironmentService\` have the same names, as \
\`maxSessions\` for \`--max-sessions\`.`;

const POLICIES =
  "What `caucus-policies` can be told. [Serve approved policies](../how-to/serve-policies.md) says how it is used.";

/** Defaults that depend on the machine. */
const OF_MACHINE: Readonly<Record<string, string>> = {
  workers: "2, or 1 on one core",
  maxMemory: "three quarters of the machine's",
};

/** All flags of a server, and what limits it enforces. */
export function serverPage(): string {
  const flags = (fields: Readonly<Record<string, ConfigField>>) =>
    table(["flag", "range", "default", "meaning"], Object.entries(fields).map(row));
  const own = Object.entries(SERVER_FIELDS).filter(([name]) => !Object.hasOwn(SERVICE_FIELDS, name));
  return page("Server settings", [
    INTRODUCTION,
    "## Address, security and metrics",
    flags(Object.fromEntries(own)),
    "## Workers and limits",
    flags(SERVICE_FIELDS),
    "## Servers of policies",
    POLICIES,
    flags(POLICIES_FIELDS),
  ]);
}

function row([name, field]: [string, ConfigField]): string[] {
  return [code(`--${kebabCase(name)}`), rangeOf(field), defaultOf(name, field), escaped(field.description)];
}

function rangeOf({ minimum, maximum, choices }: ConfigField): string {
  if (choices !== undefined) return choices.join(", ");
  return minimum === undefined ? "" : `${minimum} to ${maximum}`;
}

function defaultOf(name: string, field: ConfigField): string {
  return OF_MACHINE[name] ?? (field.default === "" ? "none" : code(`${field.default}`));
}
