import { grpcTransport } from "../../client/index.js";
import { createInteraction } from "../../client/remote/environments/interaction.js";
import { encodeActions } from "../../client/remote/environments/step-codec.js";
import type { ActionArray, Space } from "../../envs/index.js";
import { AutoresetMode, CONTRACT_REVISION, decodeSpace, type StepResponse } from "../../proto/index.js";

/** What a session is of. */
export interface WireCase {
  readonly environment: string;
  /** Environments. */
  readonly N: number;
  /** Agents. */
  readonly n: number;
}

/** A session that shows the messages it gets. */
export interface WireSession {
  readonly actionSpace: Space;
  /** @param actions - [N, a] or [N] */
  step(actions: ActionArray): Promise<StepResponse>;
  close(): Promise<void>;
}

/** @param sparse - whether to accept sparse rewards */
export async function openWireSession(
  address: string,
  { environment, N, n }: WireCase,
  sparse: boolean,
): Promise<WireSession> {
  const transport = grpcTransport(address);
  const { sessionId, spec } = await transport.createSession({
    environmentId: environment,
    options: {},
    numEnvironments: N,
    seed: 0,
    autoresetMode: AutoresetMode.AUTORESET_MODE_SAME_STEP,
    agents: { kind: { $case: "sampled", value: { count: n, seed: 0 } } },
    leaseSeconds: 0,
    infos: [],
    acceptsSparseRewards: sparse,
    contractRevision: CONTRACT_REVISION,
  });
  const actionSpace = decodeSpace(spec?.actionSpace, "spec.action_space");
  const interaction = createInteraction(transport, sessionId);
  await interaction.send<"reset">({ $case: "reset", value: { mask: undefined, seed: undefined } });
  return {
    actionSpace,
    step: (actions) =>
      interaction.send<"step">({ $case: "step", value: { actions: encodeActions(actionSpace, actions, N) } }),
    async close() {
      interaction.close();
      await transport.closeSession({ sessionId });
      transport.close();
    },
  };
}
