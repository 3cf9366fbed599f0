import { join } from "node:path";
import { makeDirectory, writeFileWhole } from "../../base/files.js";
import { compiledEngine } from "../../engines/compiled.js";
import { loadRun } from "../../run/load-run.js";
import { restoredLearner } from "../../run/restored-learner.js";

export interface ExportFlags {
  readonly run: string;
  readonly out?: string;
  /** Modules of the user's own, which may define the run's algorithm. */
  readonly load?: readonly string[];
}

/** Writes the policies of a run's newest checkpoint as ONNX files, one per representative. */
export async function exportAction({ run, load, out = join(run, "policies") }: ExportFlags): Promise<void> {
  const { config, readCheckpoint } = await loadRun(run, { modules: load, warn: console.error });
  const { representatives } = restoredLearner(await readCheckpoint(), config, compiledEngine());
  await makeDirectory(out);
  for (const [j, bytes] of representatives.exportPolicies().entries()) {
    const path = join(out, `representative-${j + 1}.onnx`);
    await writeFileWhole(path, bytes);
    console.log(path);
  }
}
