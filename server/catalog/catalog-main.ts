/** The entry point of a thread that lists environments and resolves clients' choices of them. */
import { workerData } from "node:worker_threads";
import type { EnvRegistry } from "../../envs/index.js";
import type { Limits } from "../../proto/index.js";
import { loadEnvironments } from "../own-environments/load-environments.js";
import { announceReady, answerCalls } from "../threads/answer-calls.js";
import { chooseEnvironment, type EnvironmentChoice, listEnvironments } from "./choose-environment.js";

const { modules } = workerData as { readonly modules: readonly string[] };
let registry: EnvRegistry;

const methods = {
  async load() {
    ({ registry } = await loadEnvironments(modules));
    announceReady();
    return listEnvironments(registry);
  },
  choose: (choice: EnvironmentChoice, limits: Limits) => chooseEnvironment(registry, limits, choice),
};

answerCalls(() => methods);
