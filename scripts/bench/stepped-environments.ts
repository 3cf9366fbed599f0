import { grpcTransport, openEnvironments } from "../../client/index.js";
import {
  type ActionArray,
  configureEnv,
  createVectorEnv,
  halfCheetah,
  resolveAgents,
} from "../../envs/index.js";

/** N HalfCheetahs for n agents, wherever they are. */
export interface SteppedEnvironments {
  /** @param actions - [N, a] */
  step(actions: ActionArray): Promise<unknown> | unknown;
  close(): Promise<void>;
}

/** In this process, without a server. */
export async function inProcessEnvironments(N: number, n: number): Promise<SteppedEnvironments> {
  const kind = configureEnv(halfCheetah);
  const parameters = resolveAgents(kind, { count: n, seed: 0 });
  const envs = await createVectorEnv({ kind, numEnvs: N, parameters, seed: 0 });
  envs.reset();
  return { step: (actions) => envs.step(actions), close: async () => envs.dispose() };
}

/** On a server, as the learner has them. @param address - host:port */
export async function servedEnvironments(
  address: string,
  N: number,
  n: number,
): Promise<SteppedEnvironments> {
  const transport = grpcTransport(address);
  const environments = await openEnvironments([transport], {
    environmentId: halfCheetah.id,
    options: {},
    numEnvs: N,
    seed: 0,
    numAgents: n,
    agentsSeed: 0,
    infos: [],
  });
  await environments.reset();
  return {
    step: (actions) => environments.step(actions),
    close: async () => {
      await environments.close();
      transport.close();
    },
  };
}
