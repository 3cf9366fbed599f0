import { join } from "node:path";
import type { BenchContext } from "./bench.js";
import { childOutput } from "./child-output.js";
import type { Contender } from "./contenders.js";
import type { Row } from "./row.js";

/** From the root of the repository, where npm runs scripts. */
const FOLDER = join("scripts", "bench", "peers");

/** How to have peers measured too. */
export const HOW_TO_GET_PEERS = `Peers are left out: \`${join(FOLDER, "setup.sh")} VENV\` installs them, \`--peers VENV/bin/python\` measures them too.`;

/** A script of the peers. */
export type PeerScript = "update" | "act" | "step" | "parallel" | "train";

/** What the peers measure, if there are any. */
export async function peerRows(
  { peers }: BenchContext,
  script: PeerScript,
  flags: Readonly<Record<string, string | number | boolean>>,
): Promise<Row[]> {
  if (peers === undefined) return [];
  const lines = await childOutput(peers, [join(FOLDER, `${script}.py`), "--json", ...flagWords(flags)]);
  return lines.map((line) => JSON.parse(line) as Row);
}

/** The same as a contender; none if there are no peers. */
export function peerContenders(
  context: BenchContext,
  script: PeerScript,
  flags: Readonly<Record<string, string | number | boolean>>,
): Contender[] {
  if (context.peers === undefined) return [];
  return [{ name: "peers", measure: () => peerRows(context, script, flags) }];
}

function flagWords(flags: Readonly<Record<string, string | number | boolean>>): string[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    if (typeof value === "boolean") return value ? [`--${name}`] : [];
    return [`--${name}`, String(value)];
  });
}
