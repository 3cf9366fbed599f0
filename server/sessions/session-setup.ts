import { type AutoresetMode, sessionBytes } from "../../envs/index.js";
import {
  CONTRACT_REVISION,
  type CreateSessionRequest,
  type Limits,
  AutoresetMode as Mode,
  unexpected,
} from "../../proto/index.js";
import { VERSION } from "../../proto/version.js";
import { checkLimit } from "../../serving/base/limits.js";
import { grantLease } from "../base/limits.js";
import type { Catalog } from "../catalog/catalog.js";
import { type ChosenEnvironment, checkSeed } from "../catalog/choose-environment.js";
import { type InfoColumn, infoColumns } from "../operations/infos.js";
import { largestStepReply } from "../operations/reply-size.js";

/** A checked request for a session. */
export interface SessionSetup {
  readonly environment: ChosenEnvironment;
  /** N. */
  readonly numEnvs: number;
  readonly seed: number;
  readonly autoreset: AutoresetMode;
  readonly leaseSeconds: number;
  /** Columns of the infos to send, in the order of the spec. */
  readonly infos: readonly InfoColumn[];
  readonly sparse: boolean;
  /** Memory of its environments, in bytes. */
  readonly bytes: number;
  /** The client that it belongs to. */
  readonly client: string;
}

/** A request for a session. Undefined infos mean all infos; an empty list means none. */
export type SessionRequest = Omit<CreateSessionRequest, "infos"> & { readonly infos?: readonly string[] };

const AUTORESET_MODES: Readonly<Partial<Record<Mode, AutoresetMode>>> = {
  [Mode.AUTORESET_MODE_UNSPECIFIED]: "same-step",
  [Mode.AUTORESET_MODE_NEXT_STEP]: "next-step",
  [Mode.AUTORESET_MODE_SAME_STEP]: "same-step",
  [Mode.AUTORESET_MODE_DISABLED]: "disabled",
};

/**
 * @param client - the client that the session will belong to
 * @throws InvalidValueError or ContractError at the first invalid field
 */
export async function resolveSetup(
  catalog: Catalog,
  limits: Limits,
  request: SessionRequest,
  client: string,
): Promise<SessionSetup> {
  checkRevision(request.contractRevision);
  const { numEnvironments: numEnvs, seed } = request;
  if (numEnvs < 1) throw unexpected("num_environments", "at least 1", `${numEnvs}`);
  checkLimit("num_environments", numEnvs, limits.maxEnvironments, "environments");
  checkSeed("seed", seed, numEnvs);
  const autoreset = decodeAutoreset(request.autoresetMode);
  const leaseSeconds = grantLease(request.leaseSeconds, limits);
  const environment = await catalog.choose(request, client);
  const { kind, numAgents } = environment;
  const setup: SessionSetup = {
    environment,
    numEnvs,
    seed,
    autoreset,
    leaseSeconds,
    infos: infoColumns(kind.spec, request.infos ?? kind.spec.infos.map(({ name }) => name)),
    sparse: request.acceptsSparseRewards,
    bytes: sessionBytes(kind, numEnvs, numAgents),
    client,
  };
  checkReplySize(setup, limits);
  return setup;
}

function checkRevision(revision: number): void {
  if (revision <= CONTRACT_REVISION) return;
  const got = `${revision}: upgrade the server (it is caucus ${VERSION}) or use an older client`;
  throw unexpected("contract_revision", `at most ${CONTRACT_REVISION}`, got, "CONTRACT_REVISION");
}

function decodeAutoreset(mode: Mode): AutoresetMode {
  const autoreset = AUTORESET_MODES[mode];
  if (autoreset === undefined)
    throw unexpected("autoreset_mode", "NEXT_STEP, SAME_STEP or DISABLED", `${mode}`);
  return autoreset;
}

/** Refuses a session whose responses to steps would be too large. */
function checkReplySize(setup: SessionSetup, limits: Limits): void {
  const bytes = largestStepReply(setup);
  if (bytes <= limits.maxMessageBytes) return;
  const expected = `steps whose replies have at most ${limits.maxMessageBytes} bytes`;
  const { numEnvs, environment } = setup;
  const got = `up to ${bytes} bytes with ${numEnvs} environments and ${environment.numAgents} agents`;
  throw unexpected("num_environments", expected, got, "LIMIT");
}
