import { shellCommand } from "../base/shell-command.js";
import { ownEnvironmentFlags } from "../run/embedded-server.js";
import { type AssessFlags, maxEpisodesOf } from "./assess-flags.js";
import { ownEnvironments } from "./server-flags.js";

/**
 * The command that makes a dossier again. Servers and where the dossier is written are left out, since results do not
 * depend on them.
 */
export function assessCommandLine(flags: AssessFlags): string {
  const { run, requirements, perturb, engine, backend } = flags;
  const optional = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${name}`, value];
  return shellCommand([
    ...["caucus", "assess", "--run", run, "--out", "DOSSIER"],
    ...optional("requirements", requirements),
    ...["--episodes", flags.episodes, "--max-episodes", maxEpisodesOf(flags)],
    ...["--confidence", flags.confidence, "--seed", flags.seed],
    ...(perturb === undefined ? [] : ["--perturb", ...perturb]),
    ...optional("test-agents", flags["test-agents"]),
    ...optional("max-episode-steps", flags["max-episode-steps"]),
    ...ownEnvironmentFlags(ownEnvironments(flags)),
    ...optional("engine", engine === "auto" ? undefined : engine),
    ...optional("backend", backend === "auto" ? undefined : backend),
  ]);
}
