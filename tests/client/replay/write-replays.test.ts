import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { compiledEngine } from "../../../client/engines/compiled.js";
import { inProcessTransport, prepareRun, setUpRun, type TrainConfig } from "../../../client/index.js";
import type { Replay } from "../../../client/replay/replay.js";
import { type ReplayConfig, writeReplays } from "../../../client/replay/write-replays.js";
import { createEnvironmentService } from "../../../server/index.js";
import { countingEnvironment, registryOf } from "../../server/support/environments.js";
import { inProcessHosts } from "../runs/support/hosts.js";
import { scratch } from "../runs/support/scratch.js";
import { tinyConfig } from "../runs/support/settings.js";

const ALL: Omit<ReplayConfig, "directory" | "onWritten"> = {
  chosen: [0, 1],
  maxSteps: Infinity,
  frameEvery: undefined,
};

/** Writes replays of representatives that have learnt nothing. @returns the directory and the files, as told */
async function write(config: TrainConfig, settings: Partial<ReplayConfig> = {}, numServices = 1) {
  const { transports, close } = await inProcessHosts(...new Array<number>(numServices).fill(0));
  const setup = await setUpRun(transports, config);
  const prepared = await prepareRun(transports, setup, compiledEngine());
  const directory = join(await scratch(), "new");
  const files: string[] = [];
  const all = { ...ALL, directory, ...settings };
  await writeReplays(transports, setup, prepared.learner, {
    ...all,
    onWritten: (path) => files.push(path),
  });
  await prepared.environments.close();
  await close();
  expect(files.map((path) => path.replace(`${directory}/`, "")).sort()).toEqual(
    (await readdir(directory)).sort(),
  );
  return { directory, assignment: [...prepared.learner.representatives.assignment] };
}

async function readReplay(directory: string, representative: number): Promise<Replay> {
  const page = await readFile(join(directory, `replay-representative-${representative}.html`), "utf8");
  return JSON.parse(page.match(/id="replay">(.*?)<\/script>/s)![1]);
}

it("of a robot has its geometry, its velocity and its agents, to the episode's end", async () => {
  const { directory, assignment } = await write(tinyConfig("half-cheetah", "em"));
  const replay = await readReplay(directory, 2);
  expect(replay).toMatchObject({ title: "half-cheetah, representative 2 of 2", dt: 0.05, numSteps: 50 });
  expect(replay.agents).toMatchObject({ parameter: "target velocity", unit: "m/s", minimum: 0, maximum: 4 });
  expect(replay.agents.own).toEqual([0, 1, 2, 3, 4, 5].filter((i) => assignment[i] === 1));
  const { bodies, floor, poses } = replay.scene!;
  expect([bodies.length, floor, poses.length, replay.pictures]).toEqual([8, 0, 50, null]);
  // The torso is 1 m long, and what it moved in a step is the velocity.
  for (const [t, [ax, ay, az, bx, by, bz]] of poses.entries()) {
    expect(Math.hypot(bx - ax, by - ay, bz - az)).toBeCloseTo(1, 3);
    expect([ay, by]).toEqual([0, 0]);
    if (t === 0) continue;
    const moved = (ax + bx - poses[t - 1][0] - poses[t - 1][3]) / 2;
    expect(moved / replay.dt).toBeCloseTo(replay.velocities![t], 1);
  }
  // Agents are served within 0.2 m/s of what they want, the more the nearer.
  replay.served.forEach((served, t) => {
    const near = replay.agents.values.flatMap((v, i) => {
      const share = 1 - Math.abs(replay.velocities![t] - v) / 0.2;
      return share > 0.02 ? [[i, share]] : [];
    });
    for (const [i, share] of near) expect(new Map(served).get(i)! / share).toBeGreaterThan(0.9);
  });
});

it.each([
  ["half-cheetah-velocity", 8],
  ["ant-direction", 13],
  ["humanoid-direction", 17],
])("of %s has the expected bodies", async (env, numBodies) => {
  const { directory } = await write(tinyConfig("half-cheetah", "em", { env }), { maxSteps: 5, chosen: [0] });
  const replay = await readReplay(directory, 1);
  expect([replay.scene!.bodies.length, replay.scene!.poses.length]).toEqual([numBodies, 5]);
  expect(replay.velocities!.every(Number.isFinite)).toBe(true);
  // A step that is perfect for somebody is worth 0 in the first, and what is most in the others.
  const shares = replay.served.flat().map(([, share]) => share);
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...shares)).toBeGreaterThan(0.9);
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
});

it("is the same on two servers, and stops where it is told", async () => {
  const config = tinyConfig("half-cheetah", "em");
  const settings = { maxSteps: 7, chosen: [1] };
  const [one, two] = [await write(config, settings), await write(config, settings, 2)];
  const replay = await readReplay(one.directory, 2);
  expect(replay.numSteps).toBe(7);
  expect(await readReplay(two.directory, 2)).toEqual(replay);
  expect(await readdir(one.directory)).toEqual(["replay-representative-2.html"]);
});

it("has PNGs of every so many steps, from the first", async () => {
  const settings = { maxSteps: 7, chosen: [0], frameEvery: 3 };
  const { directory } = await write(tinyConfig("half-cheetah", "em"), settings);
  const pictures = (await readdir(directory)).filter((name) => name.endsWith(".png"));
  expect(pictures.sort()).toEqual(
    ["0001", "0004", "0007"].map((step) => `replay-representative-1-step-${step}.png`),
  );
  for (const name of pictures) {
    const png = await readFile(join(directory, name));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([960, 696]);
  }
});

it("of Resource Gathering has its pictures", async () => {
  const { directory } = await write(tinyConfig("resource-gathering", "em"));
  const replay = await readReplay(directory, 1);
  expect(replay).toMatchObject({ dt: 0, velocities: null, scene: null });
  expect(replay.pictures).toHaveLength(replay.numSteps);
  const png = Buffer.from(replay.pictures![0].replace("data:image/png;base64,", ""), "base64");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([160, 160]);
});

it("of what cannot be shown is refused", async () => {
  const service = createEnvironmentService({ workers: 0, registry: registryOf(countingEnvironment()) });
  onTestFinished(() => service.close());
  const config = { ...tinyConfig("resource-gathering", "em"), env: "counter", agents: 2 };
  const transports = [inProcessTransport(service)];
  const setup = await setUpRun(transports, config);
  const { learner, environments } = await prepareRun(transports, setup, compiledEngine());
  await environments.close();
  const directory = join(await scratch(), "new");
  await expect(
    writeReplays(transports, setup, learner, { ...ALL, directory, onWritten: () => {} }),
  ).rejects.toThrow('env "counter" reports no geometry and draws no pictures: there is nothing to replay');
});
