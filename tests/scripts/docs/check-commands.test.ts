import { describe, expect, it } from "vitest";
import { wrongCommands } from "../../../scripts/docs/check-commands.js";
import { readHelp } from "../../../scripts/docs/programs.js";

const TRAIN = `caucus train

Options:
  --help                 Show help                         [boolean]
  --env                  Environment id.                   [string]
  --learning-rate.start  Adam's. Here: at the first.
                         iteration.                        [number]
  --learn-log-std        Whether the standard deviation is trained.
                                                           [boolean] [default: true]`;

const SERVER = `caucus-server

Options:
  --port  Port to listen on.  [number] [default: 50051]`;

const KNOWN = {
  programs: new Map([
    [
      "caucus",
      new Map([
        ["", readHelp("caucus <command>\n\nOptions:\n  --version  Show version number  [boolean]")],
        ["train", readHelp(TRAIN)],
      ]),
    ],
    ["caucus-server", new Map([["", readHelp(SERVER)]])],
  ]),
  scripts: ["bench"],
};

const faultsIn = (...lines: string[]) => wrongCommands("page.md", lines.join("\n"), KNOWN);
const faultsOf = (...commands: string[]) => faultsIn("```sh", ...commands, "```");

describe("documents may show", () => {
  it.each([
    "npx caucus train --env x --learning-rate.start 1e-3 --no-learn-log-std   # --anything",
    "caucus train --env=x && caucus-server --port 0",
    "OUT=1 caucus --version",
    "npm run bench -- train --rounds 3",
    "npm start",
    "tensorboard --logdir runs",
    "(cd .. && npx caucus train)",
  ])("%s", (command) => {
    expect(faultsOf(command)).toEqual([]);
  });

  it("text outside of shell blocks, and hidden comments", () => {
    expect(faultsIn("```text", "caucus fly", "```", "<!-- `caucus fly`", "`caucus swim` -->")).toEqual([]);
  });
});

describe("documents may not show", () => {
  it.each([
    ["npx caucus fly --env x", 'expected a command of caucus, got "fly"'],
    ["caucus train --speed 3", 'expected a flag of caucus train, got "--speed"'],
    ["caucus train --no-port", 'expected a flag of caucus train, got "--no-port"'],
    ["caucus-server --env x", 'expected a flag of caucus-server, got "--env"'],
    ["caucus --env x", 'expected a flag of caucus, got "--env"'],
    ["npm run fly", 'expected a script of package.json, got "fly"'],
    ["npm fly", 'expected npm run or one of start, test, install, pack, ci, got "npm fly"'],
  ])("%s", (command, fault) => {
    expect(faultsOf("caucus train", command)).toEqual([`page.md:3: ${fault}`]);
  });

  it("a wrong flag in the second line of a command, or of a chain", () => {
    expect(faultsOf("caucus train \\", "  --speed 3")).toEqual([
      'page.md:2: expected a flag of caucus train, got "--speed"',
    ]);
    expect(faultsOf("caucus train; caucus fly")).toHaveLength(1);
  });

  it("a wrong command in a sentence", () => {
    expect(faultsIn("Say", "`npx caucus fly` or `caucus train --env x`, of `caucus`.")).toEqual([
      'page.md:2: expected a command of caucus, got "fly"',
    ]);
  });
});
