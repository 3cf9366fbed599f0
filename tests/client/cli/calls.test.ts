// A run is set up once: what a training asks of its servers, and computes.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { TrainConfigInput } from "../../../client/index.js";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { runCaucus } from "./support/program.js";

const COUNTER = new URL("./support/count-calls.js", import.meta.url).href;
const EVENTS = ["server", "DescribeEnvironment", "CreateSession", "cover"];

const { representatives: _, ...CHEETAH } = tinySettings("half-cheetah", "em", {
  ...{ agents: 10, transitions: 256, epochs: 1 },
});
const COMMITTEE = { algorithm: "committee", epsilon: 1.5 } as const;

/** How often each of the events happens. */
async function callsOf(settings: TrainConfigInput): Promise<Record<string, number>> {
  const cwd = await scratch();
  const file = join(cwd, "calls");
  await writeFile(join(cwd, "config.json"), JSON.stringify({ ...CHEETAH, ...settings }));
  const env = { NODE_OPTIONS: `--import=${COUNTER}`, CAUCUS_CALLS: file };
  const { code, stderr } = await runCaucus(cwd, ["train", "--out", "run", "--config", "config.json"], {
    env,
  });
  expect(code, stderr).toBe(0);
  const calls = (await readFile(file, "utf8")).trim().split("\n");
  return Object.fromEntries(EVENTS.map((event) => [event, calls.filter((call) => call === event).length]));
}

it.each<[string, TrainConfigInput, number, number]>([
  ["trains and evaluates", { representatives: 2 }, 2, 0],
  [
    "has test agents, who are looked at before they are evaluated",
    { representatives: 2, testAgents: 3 },
    4,
    0,
  ],
  [
    "has a policy for each agent",
    { env: "resource-gathering", envOptions: {}, algorithm: "individual", agents: null },
    2,
    0,
  ],
  [
    "is pretrained, once the servers have shown that they have what it needs after that",
    { algorithm: "cluster", representatives: 2 },
    5,
    0,
  ],
  ["has a committee", { ...COMMITTEE, cover: "kmeans++", representatives: 2 }, 2, 1],
  ["draws agents, among whom a cover finds k", { ...COMMITTEE, cover: "dbscan" }, 3, 1],
  [
    "has test agents beside a committee",
    { ...COMMITTEE, cover: "dbscan", agents: null, trainAgents: [[0], [0.5], [1], [2]], testAgents: 3 },
    4,
    1,
  ],
])("a run that %s", async (_, settings, sessions, covers) => {
  expect(await callsOf(settings)).toEqual({
    server: 1,
    DescribeEnvironment: 1,
    CreateSession: sessions,
    cover: covers,
  });
});
