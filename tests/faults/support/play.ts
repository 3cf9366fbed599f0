import { createHash } from "node:crypto";
import {
  type Environments,
  type EnvironmentsConfig,
  type EnvironmentsStep,
  grpcTransport,
  openEnvironments,
} from "../../../client/index.js";
import { createRng } from "../../../envs/index.js";

/** Resource Gathering with episodes of a few steps, so that some end at a fault. */
export const GAME: EnvironmentsConfig = {
  environmentId: "resource-gathering",
  options: { max_episode_steps: 7 },
  numEnvs: 3,
  seed: 5,
  numAgents: 25,
  agentsSeed: 0,
  infos: ["position"],
};

/** Something done to the connection around a step; `take` takes the step. */
export type Disturbance = (step: number, take: () => Promise<void>) => Promise<void>;

const undisturbed: Disturbance = (_, take) => take();

/** @returns a digest of all that each of these steps gave; equal play gives equal digests */
export async function play(
  environments: Environments,
  numSteps: number,
  disturb: Disturbance = undisturbed,
): Promise<string[]> {
  const rng = createRng(3, "moves");
  const digests: string[] = [digest({ observations: await environments.reset() })];
  for (let t = 0; t < numSteps; t++) {
    const actions = Int32Array.from({ length: environments.numEnvs }, () => rng.integer(4));
    await disturb(t, async () => {
      digests.push(digest(await environments.step(actions)));
    });
  }
  return digests;
}

function digest({ seconds: _, ...step }: Partial<EnvironmentsStep>): string {
  return createHash("sha256").update(JSON.stringify(step)).digest("hex");
}

/** Plays on a server at an address, in a session of its own. */
export async function playAt(
  address: string,
  numSteps: number,
  disturb?: Disturbance,
  config: EnvironmentsConfig = GAME,
): Promise<string[]> {
  const transport = grpcTransport(address);
  const environments = await openEnvironments([transport], config);
  try {
    return await play(environments, numSteps, disturb);
  } finally {
    await environments.close();
    transport.close();
  }
}
