import { describe, expect, test } from "vitest";
import { type AutoresetMode, createRng, EpisodeStateError, Phase, type VectorEnv } from "../../envs/index.js";
import { createEnv, readStep, row, type Step, type Subject, sampleAction } from "./harness.js";

const NUM_EPISODES = 6;

interface Episode {
  /** The first observation. */
  start: number[];
  steps: Step[];
  /** Where the step's own arrays may already hold the next episode's. */
  end?: { observation: number[]; infos: number[]; length: number; returns: number[] };
}

/** Gymnasium's three modes give the same episodes, each in its own way. */
export function describeAutoreset(subject: Subject): void {
  const record = async (autoreset: AutoresetMode) => recordEpisodes(await createEnv(subject, { autoreset }));

  describe("autoreset", () => {
    test("all modes give the same episodes", async () => {
      const episodes = await record("disabled");
      expect(await record("next-step")).toEqual(episodes);
      expect(await record("same-step")).toEqual(episodes);
    });

    test("episodes have the length and the returns of their steps", async () => {
      const { maxEpisodeSteps } = (await createEnv(subject)).spec;
      for (const { steps, end } of (await record("same-step")).flat()) {
        const last = steps.length - 1;
        expect(end?.length).toBe(steps.length);
        expect(end?.returns).toEqual(sumRewards(steps));
        steps.forEach(({ terminated, truncated }, t) => {
          expect(terminated + truncated).toBe(t === last ? 1 : 0);
          expect(truncated).toBe(t + 1 === maxEpisodeSteps && !terminated ? 1 : 0);
        });
      }
    });

    test("some episodes are truncated, at the limit", async () => {
      const { maxEpisodeSteps } = (await createEnv(subject)).spec;
      const truncated = (await record("next-step")).flat().filter(({ steps }) => steps.at(-1)?.truncated);
      expect(truncated.length).toBeGreaterThan(0);
      for (const { steps } of truncated) {
        expect(steps).toHaveLength(maxEpisodeSteps);
        expect(steps.at(-1)?.terminated).toBe(0);
      }
    });
  });
}

/** @returns the first episodes of each environment, whose actions depend on nothing but where they are taken */
function recordEpisodes(env: VectorEnv): Episode[][] {
  env.reset();
  const all = Array.from({ length: env.numEnvs }, (_, j): Episode[] => [startEpisode(env, j)]);
  while (all.some((episodes) => episodes.length <= NUM_EPISODES)) {
    const wereOver = all.map((_, j) => env.buffers.phases[j] === Phase.over);
    const actions = all.flatMap((episodes, j) => {
      const name = `${j}/${episodes.length}/${episodes.at(-1)?.steps.length}`;
      return sampleAction(env.spec.actionSpace, createRng(0, name));
    });
    env.step(actions);
    all.forEach((episodes, j) => {
      if (wereOver[j]) expectResetStep(env, episodes, j);
      else recordStep(env, episodes, j);
    });
    if (env.autoreset === "disabled") resetFinished(env, all);
  }
  return all.map((episodes) => episodes.slice(0, NUM_EPISODES));
}

const startEpisode = (env: VectorEnv, j: number): Episode => ({
  start: row(env, env.buffers.observations, j),
  steps: [],
});

function recordStep(env: VectorEnv, episodes: Episode[], j: number): void {
  const { finalObservations, finalInfos, episodeLengths, episodeReturns } = env.buffers;
  const step = readStep(env, j);
  const episode = episodes[episodes.length - 1];
  episode.steps.push(step);
  if (!step.terminated && !step.truncated) return;
  const sameStep = env.autoreset === "same-step";
  const observation = sameStep ? row(env, finalObservations, j) : step.observation;
  const infos = sameStep ? row(env, finalInfos, j) : step.infos;
  episode.end = { observation, infos, length: episodeLengths[j], returns: row(env, episodeReturns, j) };
  // The last step's own arrays differ between modes; `end` has what must not.
  episode.steps[episode.steps.length - 1] = { ...step, observation, infos };
  if (sameStep) episodes.push(startEpisode(env, j));
}

/** The step that "next-step" resets with: its action is ignored and it is worth nothing. */
function expectResetStep(env: VectorEnv, episodes: Episode[], j: number): void {
  expect(env.autoreset).toBe("next-step");
  const { rewards, terminated, truncated } = readStep(env, j);
  expect([...new Set(rewards), terminated, truncated]).toEqual([0, 0, 0]);
  episodes.push(startEpisode(env, j));
}

function resetFinished(env: VectorEnv, all: Episode[][]): void {
  const over = env.buffers.phases.map((phase) => (phase === Phase.over ? 1 : 0));
  const first = over.indexOf(1);
  if (first < 0) return;
  const what = `the episode of environment ${first} is over: reset it before stepping (autoreset is disabled)`;
  expect(() => env.step(env.buffers.actions)).toThrow(new EpisodeStateError("EPISODE_OVER", what));
  env.reset(over);
  all.forEach((episodes, j) => {
    if (over[j]) episodes.push(startEpisode(env, j));
  });
}

/** Sums in double precision, as float32. */
function sumRewards(steps: Step[]): number[] {
  const sum = (i: number) => Math.fround(steps.reduce((total, { rewards }) => total + rewards[i], 0));
  return steps[0].rewards.map((_, i) => sum(i));
}
