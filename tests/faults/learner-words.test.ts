// The program against servers that lie and break: one sentence, an exit code, and never a word of JavaScript's.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ContractError, errorToStatus } from "../../proto/index.js";
import { expectFailure } from "../client/cli/support/failures.js";
import { runCaucus } from "../client/cli/support/program.js";
import { flagsOf, readRows } from "../client/cli/support/runs.js";
import { scratch } from "../client/runs/support/scratch.js";
import { tinySettings } from "../client/runs/support/settings.js";
import { END, type Lies, startHostileServer } from "./support/hostile-server.js";
import { float32, responseLie, specLie, stepLie, zerosWith } from "./support/lies.js";
import { TUNNEL } from "./support/tunnel-run.js";

const SETTINGS = flagsOf(tinySettings("tunnel", "em", { ...TUNNEL, checkpointEvery: 1 }));

async function trainAgainst(lies: Lies) {
  const cwd = await scratch();
  const { address } = await startHostileServer(lies);
  const ended = await runCaucus(cwd, ["train", "--out", "run", "--server", address, ...SETTINGS]);
  return { cwd, address, ended };
}

const poison = stepLie(
  () => ({
    rewards: { encoding: { $case: "dense", value: float32([8, 4], zerosWith(32, 11, Number.NaN)) } },
  }),
  11,
);

describe("caucus train", () => {
  it("learns nothing from poisoned numbers", async () => {
    const { cwd, address, ended } = await trainAgainst(poison);
    const sentence =
      `server ${address}: rewards: expected finite numbers, got NaN for agent 3 in environment 2 (env "tunnel", step 11)` +
      `; go on with: caucus train --resume --out run --server ${address}`;
    expectFailure(ended, sentence, 1);
    expect(await readdir(join(cwd, "run", "checkpoints"))).toEqual(["iteration-000001.safetensors"]);
  });

  it("leaves nothing behind where the environment cannot be", async () => {
    const { cwd, address, ended } = await trainAgainst(specLie(() => ({ numAgents: 0 })));
    const sentence = `server ${address}: spec.num_agents: expected a number from 1 to 16777216, got 0 (env "tunnel")`;
    expectFailure(ended, sentence, 1);
    expect(await readdir(cwd)).toEqual([]);
  });

  it("ends at an error of no known reason", async () => {
    const lies = responseLie("step", ({ sequence }) => [
      { sequence, result: { $case: "error", value: { code: 2, message: "oh\x1b[2J", details: [] } } },
    ]);
    const { address, ended } = await trainAgainst(lies);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(
      `caucus: server ${address}: step 3: expected an error with a reason of the contract, got "oh\\u{1b}[2J" (code 2); go on with: `,
    );
  });

  it("says no more of a long text than can be read", async () => {
    const status = errorToStatus(new ContractError("INVALID_VALUE", `\r\x1b[1A${"no ".repeat(1_000_000)}`));
    const lies = responseLie("reset", () => [{ sequence: 1, result: { $case: "error", value: status } }]);
    const { ended } = await trainAgainst(lies);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/caucus: \\r\\u\{1b\}\[1Ano no .*… \(3000005 characters\).*\n$/);
    expect(ended.stderr.length).toBeLessThan(2000);
  });

  it("goes on through streams that end with OK", async () => {
    const { cwd, ended } = await trainAgainst({
      respond: (truth, { action }, count) => (action?.$case === "step" && count % 3 === 0 ? END : [truth]),
    });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(await readRows(join(cwd, "run"))).toHaveLength(2);
  });
});
