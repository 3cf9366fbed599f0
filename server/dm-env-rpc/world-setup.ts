import { configureEnv, type EnvRegistry, findDefinition } from "../../envs/index.js";
import { AutoresetMode, CreateSessionRequest, type Limits, unexpected } from "../../proto/index.js";
import { toContractError } from "../errors.js";
import { resolveSetup, type SessionSetup } from "../sessions/session-setup.js";
import { agentsSetting, checkNames, type Settings, scalarSetting, seedSetting } from "./setting-values.js";

/** What rmdp.v1 calls the fields that settings end up in. */
const SETTING_NAMES: readonly [field: RegExp, setting: string][] = [
  [/^environment_id$/, "settings.env"],
  [/^agents\..*$/, "settings.agents"],
  [/^options\.(.*)$/, "settings.$1"],
  [/^num_environments$/, "settings"],
];

/**
 * The session that a world is made of: one environment, with all its infos.
 * @throws ContractError at a setting that is missing, unknown or not what it must be
 */
export function worldSetup(registry: EnvRegistry, limits: Limits, settings: Settings): SessionSetup {
  return inSettings(() => {
    const environmentId = scalarSetting(settings, "env");
    if (typeof environmentId !== "string") {
      throw unexpected("settings.env", "an environment's id, a string", `${environmentId ?? "nothing"}`);
    }
    const definition = findDefinition(registry, environmentId);
    const names = definition.options.map(({ name }) => name);
    checkNames(settings, ["env", "agents", "seed", ...names]);
    const given = names.filter((name) => Object.hasOwn(settings, name));
    const options = Object.fromEntries(given.map((name) => [name, scalarSetting(settings, name)]));
    const request: Partial<CreateSessionRequest> = {
      environmentId,
      options,
      numEnvironments: 1,
      seed: seedSetting(settings) ?? 0,
      autoresetMode: AutoresetMode.AUTORESET_MODE_DISABLED,
      agents: agentsSetting(settings, limits),
      leaseSeconds: limits.maxLeaseSeconds,
      infos: configureEnv(definition, options).spec.infos.map(({ name }) => name),
    };
    return resolveSetup(registry, limits, { ...CreateSessionRequest.fromPartial({}), ...request });
  });
}

/** @throws ContractError in place of what `work` throws, with fields called what the client calls them */
function inSettings<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const known = toContractError(error);
    const { where, expected, got } = known?.details ?? {};
    const [field, setting] = SETTING_NAMES.find(([field]) => field.test(where ?? "")) ?? [];
    if (known === undefined || field === undefined) throw known ?? error;
    throw unexpected(where!.replace(field, setting!), expected!, got!, known.reason);
  }
}
