// What only deadlines end, by the deadlines that ship.
import { describe, expect, it } from "vitest";
import { startLongRun } from "../client/cli/support/long-run.js";
import { runCaucus, startServerProcess } from "../client/cli/support/program.js";
import { flagsOf } from "../client/cli/support/runs.js";
import { scratch } from "../client/runs/support/scratch.js";
import { tinySettings } from "../client/runs/support/settings.js";
import { END, type Lies, SILENCE, startHostileServer } from "./support/hostile-server.js";
import { TUNNEL } from "./support/tunnel-run.js";

describe("a server that", () => {
  it.each<[string, Lies, string]>([
    [
      "does not answer a step",
      { respond: (truth, { action }, count) => (action?.$case === "step" && count > 5 ? SILENCE : [truth]) },
      "expected an answer to step 8 within 60 s, got none",
    ],
    [
      "ends every stream with OK",
      { respond: (truth, { action }) => (action?.$case === "attach" ? [truth] : END) },
      "lost, and not back within 32 s: the stream ended",
    ],
  ])("%s is given up", async (_, lies, sentence) => {
    const { address } = await startHostileServer(lies);
    const settings = flagsOf(tinySettings("tunnel", "em", TUNNEL));
    const cwd = await scratch();
    const { code, stderr } = await runCaucus(cwd, [
      "train",
      "--out",
      "run",
      "--server",
      address,
      ...settings,
    ]);
    expect(stderr).toContain(`caucus: server ${address}: ${sentence}`);
    expect(code).toBe(1);
  });

  it("is stopped and does not go on is given up", async () => {
    const server = await startServerProcess();
    const run = await startLongRun(await scratch(), server);
    void server.kill("SIGSTOP");
    const { code, stderr } = await run.ended;
    expect(stderr).toContain(
      `caucus: server ${server.address}: expected an answer to attach within 60 s, got none; go on with: `,
    );
    expect(code).toBe(1);
  });
});
