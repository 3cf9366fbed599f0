import { InvalidValueError } from "../../envs/index.js";
import { ContractError, type EnvironmentSpec, type Limits } from "../../proto/index.js";
import { toContractError } from "../base/errors.js";
import type { Logger } from "../base/log.js";
import { createFairQueue } from "../threads/fair-queue.js";
import { startThread, type Thread, ThreadDeathError } from "../threads/thread.js";
import type { Catalog } from "./catalog.js";
import type { ChosenEnvironment, EnvironmentChoice } from "./choose-environment.js";

/** Seconds that loading modules, or sampling agents, may take; less where requests get less. */
const MAX_SECONDS = 30;

/**
 * A catalog in a thread of its own: neither modules of the user's own nor what clients ask of them can hold up the
 * thread that answers everybody. A thread that takes too long is ended, and another started for the next who asks.
 * @param modules - absolute paths of modules with environments beside the built-in ones
 */
export function createThreadCatalog(modules: readonly string[], limits: Limits, log: Logger): Catalog {
  const queue = createFairQueue();
  let thread: Thread | undefined;
  let loaded: Promise<readonly EnvironmentSpec[]> | undefined;
  let closing = false;

  /** What a thread that has died leaves behind: the next request starts another. */
  function forget(dead: Thread): void {
    if (thread !== dead) return;
    thread = undefined;
    loaded = undefined;
  }

  async function load(): Promise<readonly EnvironmentSpec[]> {
    const started = startThread({
      main: new URL("./catalog-main.js", import.meta.url),
      workerData: { modules },
      maxSeconds: Math.min(MAX_SECONDS, limits.maxRequestSeconds),
      onDeath: () => forget(started),
    });
    thread = started;
    try {
      return (await started.call("load")) as EnvironmentSpec[];
    } catch (error) {
      forget(started);
      await started.terminate();
      throw error instanceof ThreadDeathError ? neverLoaded(modules, error) : error;
    }
  }

  function environments(): Promise<readonly EnvironmentSpec[]> {
    if (closing)
      return Promise.reject(new ContractError("DRAINING", "the server is shutting down: go elsewhere"));
    loaded ??= load();
    return loaded;
  }

  /** As those are told who ask for environments. */
  const loadedEnvironments = () => environments().catch((error) => Promise.reject(loadFailure(error)));

  async function choose(choice: EnvironmentChoice): Promise<ChosenEnvironment> {
    await loadedEnvironments();
    const current = thread!;
    try {
      return (await current.call("choose", choice, limits)) as ChosenEnvironment;
    } catch (error) {
      if (error instanceof ThreadDeathError) {
        log.error({ err: error }, "an environment could not be described; another thread takes over");
        forget(current);
      }
      throw choiceFailure(choice, error as Error);
    }
  }

  return {
    ready: async () => void (await environments()),
    list: loadedEnvironments,
    choose: (choice, client) => queue.run(client, () => choose(choice)),
    async close() {
      closing = true;
      await thread?.terminate();
    },
  };
}

/** What is said of modules that end their thread, or never give it back. */
function neverLoaded(modules: readonly string[], { message }: Error): InvalidValueError {
  return new InvalidValueError("load", "modules that can be loaded", message, modules.join(", "));
}

/** What a client is told where a server has lost its modules. */
function loadFailure(error: Error): Error {
  if (error instanceof ContractError) return error;
  return new ContractError("REQUEST_FAILED", `this server's environments cannot be loaded: ${error.message}`);
}

/** What a client is told of an environment that could not even be described. */
function choiceFailure({ environmentId }: EnvironmentChoice, error: Error): Error {
  if (toContractError(error) !== undefined) return error;
  const text = `env "${environmentId}" could not be described: ${error.message}`;
  return new ContractError("REQUEST_FAILED", text);
}
