import { loadRun } from "../../run/load-run.js";
import { drawRunFigures } from "../run-figures.js";

export interface FiguresFlags {
  readonly run: string;
}

/** Draws the figures of a run from its files. */
export async function figuresAction({ run }: FiguresFlags): Promise<void> {
  const { directory, config } = await loadRun(run, (message) => console.error(message));
  console.log((await drawRunFigures(directory, config)).join("\n"));
}
