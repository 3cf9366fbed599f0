import { join } from "node:path";
import { escapeHtml } from "../base/escape-html.js";
import { makeDirectory, writeFileWhole } from "../base/files.js";
import { htmlFigure, htmlList, htmlTable } from "../html/elements.js";
import { htmlPage } from "../html/page.js";
import { theorem1 } from "../theory/theorem-1.js";
import type { Experiment } from "./experiment.js";
import { PAPER_SEEDS } from "./plan/experiment-definition.js";
import { checkScale, wholeNumber } from "./plan/grid.js";
import { csvText } from "./report/text-table.js";

/** Results of exact EM on random tabular r-MDPs. */
export interface TheoremCheck {
  readonly instances: number;
  /** Number of steps that lowered welfare. */
  readonly violations: number;
  /** The largest of these decreases; 0 if there is none. */
  readonly largestDecrease: number;
  /** Welfare of instances, from the start on. */
  readonly curves: readonly { readonly welfare: readonly number[] }[];
}

export type CheckTheorem = (instances: number, seed: number) => TheoremCheck;

export interface TheoremRequest {
  /** Name of the experiment. */
  readonly name: string;
  /** S; the paper's ten if not given. */
  readonly seeds?: number;
  /** Share of the instances. */
  readonly scale: number;
  readonly out: string;
  /** The command line that makes it. */
  readonly command: string;
}

/** Number of instances for each seed, at scale 1. */
const INSTANCES = 1000;
/** Upper limit of lines in the figure, since more would hide each other. */
const MAX_CURVES = 100;
const THEOREM_TITLE = "Theorem 1: EM never lowers welfare";
const COLUMNS = ["experiment", "seed", "instances", "violations", "largest_decrease"];

/**
 * An experiment with exact EM on small tabular r-MDPs, without a grid of runs and without a server.
 * @param name - the experiment's name
 */
export function theorem1Experiment(name: string): Experiment {
  return {
    title: THEOREM_TITLE,
    details: [`${INSTANCES} random tabular r-MDPs a seed`],
    async make({ seeds, scale, out, command }) {
      const check = (instances: number, seed: number) => theorem1({ instances, seed });
      // Loaded only here, since every command needs the experiments' names but few make one.
      const { claimFolder } = await import("../run/claim.js");
      const { release } = await claimFolder(out);
      try {
        const files = await theoremExperiment(check, { name, seeds, scale, out, command });
        return { files, notes: [], missing: [], interrupted: false, lost: 0, planned: 0 };
      } finally {
        release();
      }
    },
  };
}

/**
 * Checks theorem 1 on random instances and writes table, figure and report.
 * Ivanov and Ben-Porat 2024, theorem 1 and appendix A.
 * @returns the paths
 * @throws ConfigError if the request is invalid
 */
export async function theoremExperiment(check: CheckTheorem, request: TheoremRequest): Promise<string[]> {
  const { name: experiment, out, scale, command } = request;
  checkScale(scale);
  const seeds = wholeNumber("--seeds", request.seeds ?? PAPER_SEEDS);
  const instances = Math.max(1, Math.round(INSTANCES * scale));
  const checks = Array.from({ length: seeds }, (_, seed) => check(instances, seed));
  const notes = describeChecks(checks);
  // Loaded only here, since Vega is slow to load.
  const { monotoneCurvesFigure } = await import("../figures/monotone-curves.js");
  const { renderPng, renderSvg } = await import("../figures/rendering.js");
  const curves = checks[0].curves.slice(0, MAX_CURVES).map(({ welfare }) => welfare);
  const svg = await renderSvg(monotoneCurvesFigure({ title: THEOREM_TITLE, notes }, curves));
  const files: Record<string, string | Uint8Array> = {
    "report.html": report(checks, notes, svg, command),
    "summary.csv": csvText(
      COLUMNS,
      rowsOf(checks).map((row) => [experiment, ...row]),
    ),
    "figure.svg": svg,
    "figure.png": renderPng(svg),
  };
  await makeDirectory(out);
  for (const [name, contents] of Object.entries(files)) await writeFileWhole(join(out, name), contents);
  return Object.keys(files).map((name) => join(out, name));
}

/** Notes about the budget and the results. */
function describeChecks(checks: readonly TheoremCheck[]): string[] {
  const total = checks.reduce((sum, { instances }) => sum + instances, 0);
  const violations = checks.reduce((sum, check) => sum + check.violations, 0);
  const worst = Math.max(...checks.map(({ largestDecrease }) => largestDecrease));
  return [
    `${total} random instances over ${checks.length} ${checks.length === 1 ? "seed" : "seeds"}`,
    violations === 0 ? "welfare never fell" : `welfare fell ${violations} times, by up to ${worst}`,
  ];
}

function rowsOf(checks: readonly TheoremCheck[]): number[][] {
  return checks.map(({ instances, violations, largestDecrease }, seed) => [
    seed,
    instances,
    violations,
    largestDecrease,
  ]);
}

function report(
  checks: readonly TheoremCheck[],
  notes: readonly string[],
  svg: string,
  command: string,
): string {
  const rows = rowsOf(checks).map((row) => row.map((value) => ({ text: String(value) })));
  const body = [
    `<h1>${escapeHtml(THEOREM_TITLE)}</h1>`,
    "<p>Expectation–maximisation on tabular r-MDPs, with exact E- and M-steps. Ivanov and Ben-Porat 2024, theorem 1.</p>",
    htmlList(notes, "facts"),
    htmlFigure(svg, THEOREM_TITLE),
    htmlTable(
      COLUMNS.slice(1).map((name) => name.replace("_", " ")),
      rows,
    ),
    `<footer>Made by <code>${escapeHtml(command)}</code></footer>`,
  ];
  return htmlPage(THEOREM_TITLE, body.join("\n"));
}
