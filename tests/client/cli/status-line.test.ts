import { expect, it } from "vitest";
import { createStatusLine } from "../../../client/cli/status-line.js";
import { screenOf } from "./support/screen.js";

function fakeTerminal(columns: number) {
  const written: string[] = [];
  return {
    columns,
    write: (text: string) => written.push(text) > 0,
    screen: () => screenOf(written.join(""), columns),
  };
}

it("shows the last of what it is told, on one line, once it ends", () => {
  const terminal = fakeTerminal(20);
  const line = createStatusLine(terminal);
  line.show(() => "much longer at first");
  line.show(() => "short");
  line.end();
  line.end();
  expect(terminal.screen()).toEqual(["short", ""]);
});

it("does not reach the last column, where a terminal goes on with the next line", () => {
  const terminal = fakeTerminal(10);
  const line = createStatusLine(terminal);
  line.show((columns) => "█".repeat(columns + 5));
  line.end();
  expect(terminal.screen()).toEqual(["█".repeat(9), ""]);
});

it("stays below what is said, and what others say", () => {
  const terminal = fakeTerminal(40);
  const line = createStatusLine(terminal);
  line.show(() => "a third of the way");
  line.say("a run has ended");
  terminal.write("\nStopping.\n");
  line.show(() => "half way");
  line.end();
  terminal.write("Go on with: caucus\n");
  expect(terminal.screen()).toEqual([
    "a run has ended",
    "a third of the way",
    "Stopping.",
    "half way",
    "Go on with: caucus",
    "",
  ]);
});
