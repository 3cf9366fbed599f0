// Trainings on servers that ask who is there.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { type ServerConfig, startServer } from "../../../server/index.js";
import { createAuthority } from "../../support/certificates.js";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { experimentScratch, readStatuses, tinyExperiment } from "./support/experiments.js";
import { runCaucus } from "./support/program.js";
import { flagsOf } from "./support/runs.js";

const TOKEN = "this-is-the-token-of-the-tests";

async function host(config: Partial<ServerConfig>): Promise<string> {
  const server = await startServer({ port: 0, workers: 1, ...config });
  onTestFinished(() => server.close());
  return server.address;
}

it("with mutual TLS and a token, a run is trained, evaluated and replayed", async () => {
  const cwd = await scratch();
  await writeFile(join(cwd, "token"), TOKEN);
  const authority = await createAuthority();
  const [own, mine] = [await authority.issue("server"), await authority.issue("learner")];
  const tls = { tlsCert: own.cert, tlsKey: own.key, tlsClientCa: authority.ca };
  const address = await host({ ...tls, tokenFile: join(cwd, "token") });
  const flags = ["--server", address, "--token-file", "token", "--tls-ca", authority.ca];
  flags.push("--tls-cert", mine.cert, "--tls-key", mine.key);
  const settings = flagsOf(tinySettings("resource-gathering", "em"));
  const trained = await runCaucus(cwd, ["train", "--out", "run", ...settings, ...flags]);
  expect(trained).toMatchObject({ code: 0 });
  expect(trained.stderr).not.toMatch(/[Ww]arning/);
  expect(await runCaucus(cwd, ["evaluate", "--run", "run", ...flags])).toMatchObject({ code: 0 });
  expect(await runCaucus(cwd, ["replay", "--run", "run", "--steps", "2", ...flags])).toMatchObject({
    code: 0,
  });
});

it("a server with tokens trains an experiment's runs of whoever has one", async () => {
  const cwd = await experimentScratch();
  await writeFile(join(cwd, "token"), TOKEN);
  const address = await host({ tokenFile: join(cwd, "token") });
  const flags = ["--server", address, "--token-file", "token"];
  const { code, stderr } = await runCaucus(cwd, [...tinyExperiment(0.002), ...flags]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(await readStatuses(cwd)).toEqual(["finished", "finished"]);
});
