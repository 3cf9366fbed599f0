import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  addDecision,
  type CheckedDossier,
  type DecisionDraft,
  type Dossier,
  readChain,
  readDossier,
  sha256,
} from "../../../approval/index.js";
import { dossierOf } from "../../approval/support/dossiers.js";
import { KEYS, type Person, publicPem } from "../../approval/support/reviewers.js";
import { scratch } from "../../client/runs/support/scratch.js";
import { categoricalParts, gaussianParts, modelOf } from "../../server/support/policies.js";

/** An environment that policies are for. */
interface Form {
  readonly id: string;
  /** d. */
  readonly observationSize: number;
  readonly actionSpace: Dossier["environment"]["actionSpace"];
  readonly parameter: Dossier["environment"]["parameters"][number];
}

const SPEED = { name: "speed", unit: "m/s", minimum: 0, maximum: 0.9 };

/** Environments that are nowhere, with a Box and with categories, and one that is built in. */
export const FORMS = {
  robot: {
    id: "test-robot",
    observationSize: 3,
    actionSpace: { kind: "box", low: [-1, -0.25], high: [1, 0.25] },
    parameter: SPEED,
  },
  grid: {
    id: "test-grid",
    observationSize: 3,
    actionSpace: { kind: "discrete", n: 2 },
    parameter: SPEED,
  },
  halfCheetah: {
    id: "half-cheetah",
    observationSize: 17,
    actionSpace: { kind: "box", low: Array(6).fill(-1), high: Array(6).fill(1) },
    parameter: SPEED,
  },
} as const satisfies Record<string, Form>;

/** θ of ten agents, from 0 to 0.9; policy 1 is good for small θ, policy 2 for large ones, policy 3 for none. */
const THETAS = Array.from({ length: 10 }, (_, j) => j / 10);
const RETURNS = [(theta: number) => 100 - 100 * theta, (theta: number) => 100 * theta, () => 20];

/** The files of a dossier: three policies with normal distributions, or with categories. */
export interface TestDossier {
  readonly dossier: Dossier;
  /** [k]. */
  readonly models: readonly Uint8Array[];
}

export function testDossier(form: Form = FORMS.robot): TestDossier {
  const { observationSize, actionSpace } = form;
  const models = [1, 2, 3].map((seed) => {
    if (actionSpace.kind === "discrete")
      return modelOf(categoricalParts(observationSize, actionSpace.n, seed));
    return modelOf(gaussianParts(observationSize, actionSpace.low.length, seed));
  });
  const base = dossierOf(3);
  const dossier: Dossier = {
    ...base,
    environment: {
      ...base.environment,
      id: form.id,
      observationSize,
      actionSpace,
      parameters: [form.parameter],
    },
    policies: base.policies.map((policy, i) => ({
      ...policy,
      sha256: sha256(models[i]),
      bytes: models[i].length,
      agents: THETAS.map((_, j) => j).filter((j) => (i === 0 ? j < 5 : i === 1 && j >= 5)),
      episodes: { ...policy.episodes, number: 4 },
      observations: Array.from({ length: observationSize }, () => ({
        minimum: -1,
        maximum: 1,
        mean: 0,
        deviation: 0.5,
      })),
    })),
    agents: {
      parameters: THETAS.map((theta) => [theta]),
      assignment: THETAS.map((theta) => (theta < 0.5 ? 1 : 2)),
      returns: RETURNS.map((returnOf) => THETAS.map(returnOf)),
      deviations: RETURNS.map(() => THETAS.map(() => 2)),
      outsideOptions: null,
    },
  };
  return { dossier, models };
}

/** A registry, and what a server of it needs. */
export interface TestRegistry {
  readonly registry: string;
  readonly reviewers: string;
  readonly state: string;
  /** Puts a dossier into the registry. */
  publish(name: string, dossier?: TestDossier): Promise<CheckedDossier>;
  /** Adds a decision to a dossier, as of now. */
  decide(name: string, person: Person, draft?: Partial<DecisionDraft>): Promise<string>;
}

/** A registry for one test. @param required - how many of Ada, Bob and Cy must approve */
export async function testRegistry(required = 1): Promise<TestRegistry> {
  return publishRegistry(await scratch(), required);
}

/** A registry in a directory. */
export async function publishRegistry(root: string, required = 1): Promise<TestRegistry> {
  const [registry, state] = [join(root, "registry"), join(root, "state")];
  await mkdir(registry);
  const reviewers = join(root, "reviewers.yaml");
  const keys = (["ada", "bob", "cy"] as const).map((name) => ({ name, key: publicPem(name) }));
  await writeFile(reviewers, JSON.stringify({ required, reviewers: keys }));
  return {
    registry,
    reviewers,
    state,
    async publish(name, { dossier, models } = testDossier()) {
      const directory = join(registry, name);
      for (const [i, { file }] of dossier.policies.entries()) {
        await mkdir(dirname(join(directory, file)), { recursive: true });
        await writeFile(join(directory, file), models[i]);
      }
      await writeFile(join(directory, "dossier.json"), `${JSON.stringify(dossier, null, 2)}\n`);
      return readDossier(directory);
    },
    async decide(
      name,
      person,
      { action = "approve", representatives = [1, 2], reason = "seen", expires } = {},
    ) {
      const checked = await readDossier(join(registry, name));
      const draft = { action, representatives, reason, expires };
      const now = new Date();
      return addDecision(checked, await readChain(checked), draft, { key: KEYS[person], now });
    },
  };
}
