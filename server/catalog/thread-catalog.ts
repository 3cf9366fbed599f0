import { InvalidValueError } from "../../envs/index.js";
import { ContractError, type EnvironmentSpec, type Limits } from "../../proto/index.js";
import { toContractError } from "../../serving/base/errors.js";
import type { Logger } from "../../serving/base/log.js";
import { DeathError } from "../base/death-error.js";
import { createFairQueue } from "../threads/fair-queue.js";
import { startThread, type Thread } from "../threads/thread.js";
import type { Catalog } from "./catalog.js";
import type { ChosenEnvironment, EnvironmentChoice } from "./choose-environment.js";

/** Seconds that loading modules or sampling agents may take, unless the limit for requests is lower. */
const MAX_SECONDS = 30;

/**
 * A catalog in its own thread, so that neither users' modules nor clients' requests to them can block the main thread.
 * A thread that takes too long is ended, and the next request starts another one.
 * @param modules - absolute paths of modules with further environments
 */
export function createThreadCatalog(modules: readonly string[], limits: Limits, log: Logger): Catalog {
  const queue = createFairQueue();
  let thread: Thread | undefined;
  let loaded: Promise<readonly EnvironmentSpec[]> | undefined;
  let closing = false;

  /** Forgets a thread that has died, so that the next request starts another one. */
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
      throw error instanceof DeathError ? neverLoaded(modules, error) : error;
    }
  }

  function environments(): Promise<readonly EnvironmentSpec[]> {
    if (closing)
      return Promise.reject(new ContractError("DRAINING", "the server is shutting down: use another server"));
    loaded ??= load();
    return loaded;
  }

  /** The loaded environments, with errors as clients should see them. */
  const loadedEnvironments = () => environments().catch((error) => Promise.reject(loadFailure(error)));

  async function choose(choice: EnvironmentChoice): Promise<ChosenEnvironment> {
    await loadedEnvironments();
    const current = thread!;
    try {
      return (await current.call("choose", choice, limits)) as ChosenEnvironment;
    } catch (error) {
      if (error instanceof DeathError) {
        log.error({ err: error }, "an environment could not be described; another thread is started");
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

/** The error for modules that end their thread or block it. */
function neverLoaded(modules: readonly string[], { message }: Error): InvalidValueError {
  return new InvalidValueError("load", "modules that can be loaded", message, modules.join(", "));
}

/** The error that clients get if the server cannot load its modules any more. */
function loadFailure(error: Error): Error {
  if (error instanceof ContractError) return error;
  return new ContractError("REQUEST_FAILED", `this server's environments cannot be loaded: ${error.message}`);
}

/** The error that a client gets if an environment cannot be described. */
function choiceFailure({ environmentId }: EnvironmentChoice, error: Error): Error {
  if (toContractError(error) !== undefined) return error;
  const text = `env "${environmentId}" could not be described: ${error.message}`;
  return new ContractError("REQUEST_FAILED", text);
}
