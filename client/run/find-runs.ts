import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { obstacleText } from "../base/files.js";

/** Files and folders by which a run's directory is recognised. */
const PARTS = ["config.json", "metrics.jsonl", "summary.json", "checkpoints"];

/** Folders below a directory of runs. */
export interface FoundRuns {
  /** Paths of runs, in order. Runs inside a run, such as its pretraining, are left out. */
  readonly runs: readonly string[];
  /** Folders that cannot be read, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Finds runs below a directory, or the directory itself if it is a run. Links to folders are not followed, and hidden
 * folders are left out.
 * @throws the system's error if the directory itself cannot be read
 */
export async function findRuns(directory: string): Promise<FoundRuns> {
  const runs: string[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  const visit = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true });
    if (entries.some(({ name }) => PARTS.includes(name))) {
      runs.push(path);
      return;
    }
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
    for (const name of inOrder(folders.map((folder) => folder.name))) {
      const folder = join(path, name);
      await visit(folder).catch((error) => unreadable.push({ path: folder, reason: obstacleText(error) }));
    }
  };
  await visit(directory);
  return { runs, unreadable };
}

/** Numbers in names count as numbers: run-2 comes before run-10. */
function inOrder(names: readonly string[]): string[] {
  return [...names].sort(new Intl.Collator("en", { numeric: true }).compare);
}
