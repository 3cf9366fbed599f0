import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  addDecision,
  DOSSIER_FILE,
  DOSSIER_FORMAT,
  type Dossier,
  readDossier,
  readPrivateKey,
  sha256,
  writeKeyPair,
} from "../../../approval/index.js";
import { compiledEngine } from "../../../client/engines/compiled.js";
import { resolveConfig } from "../../../client/index.js";
import { createLearner } from "../../../client/learner/learner.js";
import { AUTHORS_NETWORKS } from "../networks.js";
import { learnerSizes } from "../sizes.js";

/** d and a of HalfCheetah. */
export const SIZES = { d: 17, a: 6 } as const;
/** The policy's name on the server. */
export const POLICY = "bench/1";
const FILE = "policies/representative-1.onnx";
const ZERO = { mean: 0, lower: 0, upper: 0 };
const EVEN = { mean: ZERO, worst: ZERO, tenth: ZERO, deviation: ZERO };

/** What a server of policies is started with, and the model that it serves. */
export interface ApprovedPolicy {
  readonly registry: string;
  readonly reviewers: string;
  readonly model: string;
}

/** Writes a registry with one approved policy that has learnt nothing. */
export async function writeApprovedPolicy(directory: string): Promise<ApprovedPolicy> {
  const registry = join(directory, "registry");
  const dossier = join(registry, "bench");
  await mkdir(join(dossier, "policies"), { recursive: true });
  const bytes = newPolicy();
  await writeFile(join(dossier, FILE), bytes);
  await writeFile(join(dossier, DOSSIER_FILE), `${JSON.stringify(dossierOf(bytes), null, 2)}\n`);
  const { privateKey } = await writeKeyPair(directory, "reviewer");
  const reviewers = join(directory, "reviewers.yaml");
  await writeFile(reviewers, "required: 1\nreviewers:\n  - name: reviewer\n    key: reviewer.pub\n");
  const draft = { action: "approve", representatives: [1], reason: "To be measured." } as const;
  const key = await readPrivateKey(privateKey);
  await addDecision(await readDossier(dossier), [], draft, { key, now: new Date() });
  return { registry, reviewers, model: join(dossier, FILE) };
}

function newPolicy(): Uint8Array {
  const config = resolveConfig({
    ...AUTHORS_NETWORKS,
    env: "half-cheetah",
    representatives: 1,
    agents: 1,
    algorithm: "single",
  });
  const sizes = learnerSizes({ k: 1, n: 1, ...SIZES, discrete: false });
  return createLearner(sizes, config, compiledEngine()).representatives.exportPolicies()[0];
}

function dossierOf(model: Uint8Array): Dossier {
  return {
    format: DOSSIER_FORMAT,
    createdAt: "2026-01-01T00:00:00.000Z",
    versions: { caucus: "0", contract: "0" },
    reproduce: "npm run bench -- serve",
    seed: 0,
    confidence: 0.95,
    environment: {
      id: "half-cheetah",
      options: {},
      observationSize: SIZES.d,
      actionSpace: { kind: "box", low: Array(SIZES.a).fill(-1), high: Array(SIZES.a).fill(1) },
      maxEpisodeSteps: 1000,
      reportScale: 1,
      parameters: [{ name: "target_velocity", unit: "m/s", minimum: 0, maximum: 5 }],
    },
    run: { config: {}, transitions: 0 },
    policies: [
      {
        representative: 1,
        file: FILE,
        sha256: sha256(model),
        bytes: model.length,
        agents: [0],
        ranges: [{ minimum: 1, maximum: 1 }],
        welfare: EVEN,
        episodes: { number: 1, terminated: 0, truncated: 1, cutShort: 0, meanLength: 1000 },
        gainOverNextBest: null,
        gainOverOutside: null,
        lostWithout: ZERO,
        observations: Array.from({ length: SIZES.d }, () => ({
          minimum: -10,
          maximum: 10,
          mean: 0,
          deviation: 1,
        })),
      },
    ],
    agents: { parameters: [[1]], assignment: [1], returns: [[0]], deviations: [[1]], outsideOptions: null },
    welfare: EVEN,
    subsets: [{ representatives: [1], welfare: ZERO }],
    robustness: [],
    coverage: { unseen: null, worstServed: [] },
    requirements: [],
  };
}
