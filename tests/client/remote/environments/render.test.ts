import { expect, it, onTestFinished } from "vitest";
import { openEnvironments } from "../../../../client/remote/environments/spread.js";
import { inProcessTransport } from "../../../../client/remote/transport/in-process.js";
import { createEnvironmentService } from "../../../../server/index.js";

/** Five environments of Resource Gathering on so many services in this process. */
async function open(numServices: number, autoreset?: "next-step") {
  const services = Array.from({ length: numServices }, () => createEnvironmentService({ workers: 0 }));
  const environments = await openEnvironments(services.map(inProcessTransport), {
    environmentId: "resource-gathering",
    options: {},
    numEnvs: 5,
    seed: 3,
    numAgents: 25,
    agentsSeed: 0,
    infos: ["position"],
    autoreset,
  });
  onTestFinished(async () => {
    await environments.close();
    await Promise.all(services.map((service) => service.close()));
  });
  await environments.reset();
  return environments;
}

const WALKER = [38, 70, 83];
const [UP, DOWN] = [0, 1];

/** The tile that has the walker in its middle. */
const walkerIn = ({ data, width }: { data: Uint8Array; width: number }) =>
  Array.from({ length: 25 }, (_, tile) => tile).filter((tile) => {
    const [x, y] = [32 * (tile % 5) + 16, 32 * Math.floor(tile / 5) + 16];
    return data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3).every((c, i) => c === WALKER[i]);
  });

it("draws any one environment, on whichever server it is", async () => {
  for (const environments of [await open(1), await open(3)]) {
    // Up from home, tile 22, in environments 1 and 4.
    await environments.step(Int32Array.of(DOWN, UP, DOWN, DOWN, UP));
    const frames = await Promise.all([0, 1, 2, 3, 4].map((j) => environments.render(j)));
    expect(frames.map(({ height, width }) => [height, width])).toEqual(new Array(5).fill([160, 160]));
    expect(frames.map(walkerIn)).toEqual([[22], [17], [22], [22], [17]]);
  }
});

it("next-step keeps an episode's last state, and its observation", async () => {
  const environments = await open(1, "next-step");
  const step = (...actions: number[]) => environments.step(Int32Array.from(actions));
  await step(UP, UP, UP, UP, UP);
  const { terminated, finished, infos, observations } = await step(DOWN, UP, UP, UP, UP);
  expect([...terminated]).toEqual([1, 0, 0, 0, 0]);
  expect(finished).toMatchObject([{ environment: 0, length: 2 }]);
  // Home at (4, 2), with two tiles visited.
  expect([...infos.position.subarray(0, 2)]).toEqual([4, 2]);
  expect([...finished[0].finalObservation]).toEqual([...observations.subarray(0, 29)]);
  expect(finished[0].finalObservation.subarray(4).reduce((a, b) => a + b)).toBe(2);
  const VISITED = [178, 223, 219];
  const { data, width } = await environments.render(0);
  // The middle of tile 17, to which it went.
  expect([...data.subarray(3 * (112 * width + 80)).subarray(0, 3)]).toEqual(VISITED);
  expect(
    (await step(UP, UP, UP, UP, UP)).observations
      .subarray(0, 29)
      .subarray(4)
      .every((x) => x === 0),
  ).toBe(true);
});
