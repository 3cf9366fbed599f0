import { join } from "node:path";
import { makeDirectory, writeFileWhole } from "../base/files.js";
import { compiledEngine } from "../engines/compiled.js";
import { createLearner } from "../learner/learner.js";
import { readRunConfig } from "../run/run-config.js";
import { openRunDirectory, RunDirectoryError } from "../run/run-directory.js";

export interface ExportFlags {
  readonly run: string;
  readonly out?: string;
  /** Modules of the user's own, one of which may have the run's algorithm. */
  readonly load?: readonly string[];
}

/** Writes the policies of a run's newest checkpoint as ONNX files, one a representative. */
export async function exportCommand({ run, load, out = join(run, "policies") }: ExportFlags): Promise<void> {
  const directory = await openRunDirectory(run);
  const config = await readRunConfig(directory, load);
  const checkpoint = await directory.readCheckpoint((message) => console.error(message));
  if (checkpoint === undefined) throw new RunDirectoryError(`${run} holds no checkpoint yet`);
  const { representatives } = createLearner(
    checkpoint.learner.sizes,
    config,
    compiledEngine(),
    checkpoint.learner,
  );
  await makeDirectory(out);
  for (const [j, bytes] of representatives.exportPolicies().entries()) {
    const path = join(out, `representative-${j + 1}.onnx`);
    await writeFileWhole(path, bytes);
    console.log(path);
  }
}
