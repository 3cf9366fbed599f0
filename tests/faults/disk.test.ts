// Disks that are full, or that nothing can be written to: real ones, where a test may mount them.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmdirSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { expectFailure } from "../client/cli/support/failures.js";
import { runCaucus } from "../client/cli/support/program.js";
import { flagsOf, readTimelessRows } from "../client/cli/support/runs.js";
import { scratch } from "../client/runs/support/scratch.js";
import { tinyConfig, tinySettings } from "../client/runs/support/settings.js";
import { referenceRows } from "../client/runs/support/train-run.js";

const SETTINGS = flagsOf(tinySettings("resource-gathering", "em"));

function mount(options: string, folder: string): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "ignore" });
}

function remount(options: string, folder: string): void {
  execFileSync("mount", ["-o", `remount,${options}`, folder], { stdio: "ignore" });
}

function unmount(folder: string): void {
  execFileSync("umount", ["--lazy", folder], { stdio: "ignore" });
}

/** Whether this user may, on this machine. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "caucus-mount-"));
  try {
    mount("size=64k", folder);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

describe.runIf(canMount())("caucus train on a disk", () => {
  let cwd: string;
  let disk: string;
  beforeEach(async () => {
    cwd = await scratch();
    disk = join(cwd, "disk");
    mkdirSync(disk);
  });

  function mountDisk(options: string): void {
    mount(options, disk);
    onTestFinished(() => unmount(disk));
  }

  it("that fills up says so, and goes on once there is room as if nothing had happened", async () => {
    // Room for one checkpoint of two.
    mountDisk("size=64k");
    const stopped = await runCaucus(cwd, ["train", "--out", "disk/run", ...SETTINGS]);
    expect(stopped.stderr).toMatch(
      /\ncaucus: disk\/run\/checkpoints: expected room for [\d.]+ kB more, got a full disk; go on with: caucus train --resume --out disk\/run\n$/,
    );
    expect(stopped.code).toBe(1);
    expect(await readdir(join(disk, "run", "checkpoints"))).toEqual(["iteration-000002.safetensors"]);

    remount("size=10m", disk);
    const resumed = await runCaucus(cwd, ["train", "--resume", "--out", "disk/run"]);
    expect(resumed, resumed.stderr).toMatchObject({ code: 0 });
    const reference = await referenceRows(tinyConfig("resource-gathering", "em"));
    expect(await readTimelessRows(join(disk, "run"))).toEqual(reference);
  });

  it("that is read-only says so, and does not begin", async () => {
    mountDisk("size=64k,ro");
    const ended = await runCaucus(cwd, ["train", "--out", "disk/runs/run", ...SETTINGS]);
    const obstacle = "expected a place that can be written to, got a read-only file system";
    expectFailure(ended, `disk/runs/run: ${obstacle}`, 1);
    // The folder is there: it is the lock that cannot be written.
    expectFailure(await runCaucus(cwd, ["train", "--out", "disk", ...SETTINGS]), `disk: ${obstacle}`, 1);
  });

  it("that has room for nothing at all says so, and leaves nothing", async () => {
    mountDisk("size=64k,nr_inodes=1");
    const ended = await runCaucus(cwd, ["train", "--out", "disk/run", ...SETTINGS]);
    expectFailure(ended, "disk: expected room for another file, got a full disk", 1);
    expect(await readdir(disk)).toEqual([]);
  });

  it("that becomes read-only while the run is away cannot be gone on with, and says why", async () => {
    mountDisk("size=10m");
    const trained = await runCaucus(cwd, ["train", "--out", "disk/run", ...SETTINGS]);
    expect(trained, trained.stderr).toMatchObject({ code: 0 });
    remount("ro", disk);
    const resumed = await runCaucus(cwd, ["train", "--resume", "--out", "disk/run"]);
    const obstacle = "expected a place that can be written to, got a read-only file system";
    expectFailure(resumed, `disk/run: ${obstacle}`, 1);
    const exported = await runCaucus(cwd, ["export", "--run", "disk/run"]);
    expectFailure(exported, `disk/run/policies: ${obstacle}`, 1);
  });
});
