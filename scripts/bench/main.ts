/** Measures: `npm run bench -- [names…] [--json] [--peers PYTHON] [--rounds R]`. */
import { parseArguments } from "./arguments.js";
import type { Bench, BenchContext } from "./bench.js";
import { BENCHES, DEFAULT_BENCHES } from "./benches.js";
import { machineLine } from "./machine.js";
import { HOW_TO_GET_PEERS } from "./peers.js";
import type { Row } from "./row.js";
import { benchSection } from "./table.js";

/** How long a turn takes, at least. */
const TURN_SECONDS = 1;

async function main(args: readonly string[]): Promise<void> {
  const names = BENCHES.map((bench) => bench.name);
  const { names: chosen, json, peers, rounds } = parseArguments(args, names);
  const benches =
    chosen.length === 0 ? DEFAULT_BENCHES : BENCHES.filter((bench) => chosen.includes(bench.name));
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  const context: BenchContext = { rounds, seconds: TURN_SECONDS, peers, progress };
  if (!json) printHeader(args);
  if (peers === undefined && benches.some((bench) => bench.hasPeers)) {
    (json ? progress : console.log)(`${HOW_TO_GET_PEERS}\n`);
  }
  for (const bench of benches) await (json ? printLines : printTable)(bench, context);
}

function printHeader(args: readonly string[]): void {
  const command = ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" ");
  console.log(`# Benchmarks\n\n${machineLine(new Date())}: \`${command}\`\n`);
}

async function printLines(bench: Bench, context: BenchContext): Promise<void> {
  for await (const row of bench.run(context)) console.log(JSON.stringify(row));
}

async function printTable(bench: Bench, context: BenchContext): Promise<void> {
  const rows: Row[] = [];
  for await (const row of bench.run(context)) rows.push(row);
  console.log(benchSection(bench, rows));
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
});
