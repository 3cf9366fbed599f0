import { findDefinition } from "../../envs/index.js";
import { AutoresetMode, CreateSessionRequest, type Limits, unexpected } from "../../proto/index.js";
import { toContractError } from "../../serving/base/errors.js";
import type { Catalog } from "../catalog/catalog.js";
import { resolveSetup, type SessionRequest, type SessionSetup } from "../sessions/session-setup.js";
import { agentsSetting, checkNames, type Settings, scalarSetting, seedSetting } from "./setting-values.js";

/** Maps fields of rmdp.v1 to the settings that they come from. */
const SETTING_NAMES: readonly [field: RegExp, setting: string][] = [
  [/^environment_id$/, "settings.env"],
  [/^agents\..*$/, "settings.agents"],
  [/^options\.(.*)$/, "settings.$1"],
  [/^num_environments$/, "settings"],
];

/**
 * The set-up of a world's session: one environment, with all its infos.
 * @param client - the client that the world belongs to
 * @throws ContractError at a missing, unknown or invalid setting
 */
export async function worldSetup(
  catalog: Catalog,
  limits: Limits,
  settings: Settings,
  client: string,
): Promise<SessionSetup> {
  try {
    const request = await worldRequest(catalog, limits, settings);
    return await resolveSetup(catalog, limits, request, client);
  } catch (error) {
    throw inSettings(error);
  }
}

async function worldRequest(catalog: Catalog, limits: Limits, settings: Settings): Promise<SessionRequest> {
  const environmentId = scalarSetting(settings, "env");
  if (typeof environmentId !== "string") {
    throw unexpected("settings.env", "an environment's id, a string", `${environmentId ?? "nothing"}`);
  }
  const names = await optionNames(catalog, environmentId);
  checkNames(settings, ["env", "agents", "seed", ...names]);
  const given = names.filter((name) => Object.hasOwn(settings, name));
  return {
    ...CreateSessionRequest.fromPartial({}),
    environmentId,
    options: Object.fromEntries(given.map((name) => [name, scalarSetting(settings, name)])),
    numEnvironments: 1,
    seed: seedSetting(settings) ?? 0,
    autoresetMode: AutoresetMode.AUTORESET_MODE_DISABLED,
    agents: agentsSetting(settings, limits),
    leaseSeconds: limits.maxLeaseSeconds,
    infos: undefined,
  };
}

/** @throws InvalidValueError at an unknown id */
async function optionNames(catalog: Catalog, environmentId: string): Promise<string[]> {
  const environments = new Map((await catalog.list()).map((spec) => [spec.id, spec]));
  return findDefinition(environments, environmentId).options.map(({ name }) => name);
}

/** @returns the error as a ContractError, with fields renamed to the client's settings */
function inSettings(error: unknown): unknown {
  const known = toContractError(error);
  const { where, expected, got } = known?.details ?? {};
  const [field, setting] = SETTING_NAMES.find(([field]) => field.test(where ?? "")) ?? [];
  if (known === undefined || field === undefined) return known ?? error;
  return unexpected(where!.replace(field, setting!), expected!, got!, known.reason);
}
