import { parseArgs } from "node:util";

/** The parsed command line. */
export interface BenchArguments {
  /** Names of benches; empty for the default ones. */
  readonly names: readonly string[];
  /** Whether to print one JSON object per line. */
  readonly json: boolean;
  /** The Python of the peers' virtual environment. */
  readonly peers: string | undefined;
  readonly rounds: number;
}

const OPTIONS = {
  json: { type: "boolean", default: false },
  peers: { type: "string" },
  rounds: { type: "string", default: "5" },
} as const;

const USAGE = "[names…] [--json] [--peers PYTHON] [--rounds R]";

/**
 * @param args - what follows the program's name
 * @param known - names of benches
 * @throws Error at what is not known or cannot be
 */
export function parseArguments(args: readonly string[], known: readonly string[]): BenchArguments {
  const { values, positionals } = parse(args);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`expected names among ${known.join(", ")}, got "${unknown}"`);
  const rounds = Number(values.rounds);
  if (!(Number.isInteger(rounds) && rounds > 0)) {
    throw new Error(`--rounds: expected a whole number from 1, got "${values.rounds}"`);
  }
  return { names: positionals, json: values.json, peers: values.peers, rounds };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const [reason] = (error as Error).message.split(". ");
    throw new Error(`expected ${USAGE}; ${reason}`, { cause: error });
  }
}
