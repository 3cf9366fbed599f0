import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type CheckedDossier, DOSSIER_FORMAT, type Dossier, readDossier } from "../../../approval/index.js";
import { sha256 } from "../../../approval/sha256.js";
import { scratch } from "../../client/runs/support/scratch.js";

const NONE = { mean: 0, lower: 0, upper: 0 };
const EVEN = { mean: NONE, worst: NONE, tenth: NONE, deviation: NONE };

/** The text of a policy's file; approval never runs a policy. */
export const policyText = (representative: number) => `policy ${representative}`;

/** A dossier about k policies that serve one agent each. */
export function dossierOf(k: number, changes: Partial<Dossier> = {}): Dossier {
  const numbers = Array.from({ length: k }, (_, j) => j + 1);
  return {
    format: DOSSIER_FORMAT,
    createdAt: "2026-01-01T00:00:00.000Z",
    versions: { caucus: "0.1.0", contract: "1.3.0" },
    reproduce: "caucus assess --run run --out dossier",
    seed: 0,
    confidence: 0.95,
    environment: {
      id: "resource-gathering",
      options: {},
      observationSize: 2,
      actionSpace: { kind: "discrete", n: 4 },
      maxEpisodeSteps: null,
      reportScale: 1,
      parameters: [{ name: "priority", unit: "", minimum: 0, maximum: 1 }],
    },
    run: { config: {}, transitions: 0 },
    policies: numbers.map((representative) => ({
      representative,
      file: `policies/representative-${representative}.onnx`,
      sha256: sha256(policyText(representative)),
      bytes: policyText(representative).length,
      agents: [representative - 1],
      ranges: [{ minimum: 0, maximum: 1 }],
      welfare: EVEN,
      episodes: { number: 1, terminated: 1, truncated: 0, cutShort: 0, meanLength: 1 },
      gainOverNextBest: NONE,
      gainOverOutside: null,
      lostWithout: NONE,
      observations: [1, 2].map(() => ({ minimum: 0, maximum: 1, mean: 0.5, deviation: 0.1 })),
    })),
    agents: {
      parameters: numbers.map((number) => [number]),
      assignment: numbers,
      returns: numbers.map(() => numbers.map(() => 0)),
      deviations: numbers.map(() => numbers.map(() => 0)),
      outsideOptions: null,
    },
    welfare: EVEN,
    subsets: numbers.map((m) => ({ representatives: numbers.slice(0, m), welfare: NONE })),
    robustness: [],
    coverage: { unseen: null, worstServed: [] },
    requirements: [],
    ...changes,
  };
}

/** Writes a dossier's directory, with its policies and a page. */
export async function writeDossier(directory: string, dossier: Dossier = dossierOf(2)): Promise<string> {
  for (const { file, representative } of dossier.policies) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), policyText(representative));
  }
  await writeFile(join(directory, "dossier.json"), `${JSON.stringify(dossier, null, 2)}\n`);
  await writeFile(join(directory, "dossier.html"), "<!doctype html><title>Dossier</title>\n");
  return directory;
}

/** A dossier of k policies in a new directory, for one test. */
export async function newDossier(k = 2): Promise<CheckedDossier> {
  return readDossier(await writeDossier(join(await scratch(), "dossier"), dossierOf(k)));
}

/** Changes one character of a file. */
export async function changeByte(path: string, position: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[position] ^= 1;
  await writeFile(path, bytes);
}
