import { loadRun } from "../../run/load-run.js";
import { drawRunFigures } from "../run-figures.js";

export interface FiguresFlags {
  readonly run: string;
  /** Modules of the user's own, which may define the run's algorithm. */
  readonly load?: readonly string[];
}

/** Draws the figures of a run from its files. */
export async function figuresAction({ run, load }: FiguresFlags): Promise<void> {
  const { directory, config } = await loadRun(run, { modules: load, warn: console.error });
  console.log((await drawRunFigures(directory, config)).join("\n"));
}
