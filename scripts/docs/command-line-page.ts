import { page } from "./markdown.js";
import type { ProgramHelp } from "./programs.js";

const INTRODUCTION =
  "The help of the programs, as they print it on the machine that built this page. Long explanations are in [Settings](settings.md) and [Server settings](server-settings.md).";

/** @param programs - help by program and command */
export function commandLinePage(programs: ReadonlyMap<string, ProgramHelp>): string {
  const sections = [...programs].flatMap(([program, commands]) =>
    [...commands].map(([command, { text }]) => {
      const heading = `${command === "" ? "##" : "###"} ${`${program} ${command}`.trim()}`;
      return `${heading}\n\n\`\`\`text\n${text}\n\`\`\``;
    }),
  );
  return page("The command line", [INTRODUCTION, ...sections]);
}
