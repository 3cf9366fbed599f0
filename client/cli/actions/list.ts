import { assignerRegistry } from "../../assignment/assigners/index.js";
import { coverRegistry } from "../../assignment/covers/index.js";
import type { Registry } from "../../base/registry.js";
import { loadModules } from "../../config/own-modules.js";
import { ALL_EXPERIMENTS } from "../../experiments/experiment-list.js";
import { listedBy } from "../../remote/environments/description.js";
import type { Transport } from "../../remote/transport/transport.js";
import { withServers } from "../connections.js";
import { type EnvironmentRecord, environmentRecord } from "../environment-record.js";
import { environmentLines } from "../environment-text.js";
import type { ServerFlags } from "../server-flags.js";

export interface ListFlags extends ServerFlags {
  readonly json: boolean;
}

/** Something with a name that a setting or a command takes. */
interface Named {
  readonly name: string;
  /** One line of text. */
  readonly description: string;
}

/** Everything that `caucus list` shows. */
interface Catalogue {
  readonly environments: readonly EnvironmentRecord[];
  readonly algorithms: readonly Named[];
  readonly covers: readonly Named[];
  readonly experiments: readonly Named[];
}

/** Lists environments, algorithms, covers and experiments. */
export async function listAction(flags: ListFlags): Promise<void> {
  await loadModules(flags.load);
  const environments = await withServers(flags, listEnvironments);
  const catalogue: Catalogue = {
    environments,
    algorithms: namedIn(assignerRegistry),
    covers: namedIn(coverRegistry),
    experiments: Object.entries(ALL_EXPERIMENTS).map(([name, { title }]) => ({ name, description: title })),
  };
  console.log(flags.json ? JSON.stringify(catalogue, null, 2) : catalogueText(catalogue));
}

function namedIn(registry: Registry<{ readonly description: string }>): Named[] {
  return registry.entries().map(([name, { description }]) => ({ name, description }));
}

/** The environments of all servers. If several servers have one, the first one's description counts. */
async function listEnvironments(transports: readonly Transport[]): Promise<EnvironmentRecord[]> {
  const specs = (await Promise.all(transports.map(listedBy))).flat();
  const first = new Map(specs.toReversed().map((spec) => [spec.id, spec]));
  return [...new Set(specs.map(({ id }) => id))].map((id) => environmentRecord(first.get(id)!));
}

function catalogueText({ environments, algorithms, covers, experiments }: Catalogue): string {
  return [
    ["environments (--env)", ...environments.flatMap(environmentLines)],
    ["algorithms (--algorithm)", ...algorithms.map(namedLine)],
    ["covers (--cover)", ...covers.map(namedLine)],
    ["experiments (caucus experiment NAME)", ...experiments.map(namedLine)],
  ]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const namedLine = ({ name, description }: Named) => `  ${name}: ${description}`;
