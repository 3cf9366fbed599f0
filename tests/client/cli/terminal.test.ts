// The programs at a terminal, where there is `script` to make one.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { shellCommand } from "../../../client/base/shell-command.js";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { eventually, processesIn } from "./support/processes.js";
import { flagsOf, readRows } from "./support/runs.js";
import { screenOf } from "./support/screen.js";

const CAUCUS = fileURLToPath(new URL("../../../client/cli/main.js", import.meta.url));
const HAS_TERMINALS =
  process.platform === "linux" &&
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux");

const COLUMNS = 80;

/** Starts `caucus` at a terminal of 80 columns. */
function startAtTerminal(cwd: string, args: readonly string[]) {
  const command = `stty cols ${COLUMNS} rows 40; exec ${shellCommand([process.execPath, CAUCUS, ...args])}`;
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let written = "";
  child.stdout.on("data", (text) => (written += text));
  const ended = once(child, "close").then(([code]) => ({ code, screen: screenOf(written, COLUMNS) }));
  return { written: () => written, ended };
}

/** Presses Ctrl-C: the terminal's whole process group gets the signal. */
function interrupt(cwd: string): void {
  const [pid] = [...processesIn(cwd)].find(([, command]) =>
    command.startsWith(`${process.execPath} ${CAUCUS} train`),
  )!;
  process.kill(pid, "SIGINT");
}

const settings = flagsOf(tinySettings("half-cheetah", "em", { transitions: 256 * 200 }));

describe.runIf(HAS_TERMINALS)("at a terminal", () => {
  it("Ctrl-C leaves the line to go on with whole, and it goes on", async () => {
    const cwd = await scratch();
    const out = join("it's ä (nice) run", "[1] $HOME");
    await mkdir(join(cwd, "it's ä (nice) run"));
    const running = startAtTerminal(cwd, ["train", "--out", out, ...settings]);
    await eventually(async () => expect((await readRows(join(cwd, out))).length).toBeGreaterThan(3));
    interrupt(cwd);
    const { code, screen } = await running.ended;
    expect(code).toBe(130);
    const lines = screen.filter((line) => line !== "");
    const stopped = lines.findIndex((line) => line.startsWith("Stopped."));
    expect(lines[stopped - 2]).toBe("Stopping after this iteration; press Ctrl-C again to stop at once.");
    expect(lines[stopped - 1]).toMatch(/^█*░+ +\d+% · \d+[ms].* left · welfare .* · \d+ transitions\/s$/);
    // The terminal wraps what is longer than its lines.
    const [, command] = /^Stopped. Go on with: (.*)$/.exec(lines.slice(stopped).join(""))!;
    const shell = `caucus() { exec ${shellCommand([process.execPath, CAUCUS])} "$@"; }; ${command}`;
    // Enough to see that it is found: its 200 iterations are not waited for.
    const resumed = spawn("sh", ["-c", shell], { cwd, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    resumed.stderr.on("data", (text) => (said += text));
    await eventually(() => expect(said).toContain(`run ${out}\n`));
    resumed.kill("SIGKILL");
    await once(resumed, "close");
  });

  it("shows how far the training and the evaluations are, with the time left", async () => {
    const cwd = await scratch();
    const more = {
      transitions: 256 * 20,
      evaluationEpisodes: 40,
      testAgents: 2,
      envOptions: { max_episode_steps: 400 },
    };
    const running = startAtTerminal(cwd, [
      "train",
      "--out",
      "run",
      ...flagsOf(tinySettings("half-cheetah", "em", more)),
    ]);
    const { code, screen } = await running.ended;
    expect(code).toBe(0);
    expect(screen.filter((line) => line.startsWith("█"))).toEqual([
      expect.stringMatching(/^█+ 100% · 0s left · welfare .* transitions\/s$/),
    ]);
    for (const name of ["on the modes", "with sampled actions", "for test agents"]) {
      expect(screen).toContainEqual(
        expect.stringMatching(new RegExp(`^evaluation ${name}: █+ 100%( · 0s left)?$`)),
      );
      expect(running.written()).toMatch(new RegExp(`${name}: [█░]+ \\d?\\d% · \\d+s left`));
    }
  });
});
