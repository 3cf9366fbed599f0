import type { ServiceError } from "@grpc/grpc-js";
import { POLICIES_CONTRACT, policies } from "../../../proto/index.js";
import { channelOptions } from "../transport/channel-options.js";
import { BUSY_SECONDS } from "../transport/deadlines.js";
import { type ClientSecurity, callMetadata, channelCredentials } from "../transport/security.js";
import { translateError } from "../transport/translate-error.js";
import type { UnaryMethod } from "../transport/unary-method.js";
import { pipelined } from "./act-stream.js";
import {
  type Acted,
  type ActOptions,
  type Actors,
  decodeActions,
  type Episode,
  encodeActors,
  encodeEpisode,
  encodeObservations,
  encodeSubject,
  type Subject,
} from "./requests.js";

/**
 * A connection to a server of policies. Errors that the server reports reject with ContractError, failures of the
 * connection with ConnectionError.
 */
export interface ConnectedPolicies {
  /** What is served, what is not and why, and what was noticed in use. */
  status(): Promise<policies.GetStatusResponse>;
  /** Chooses the policy that serves an agent. */
  assign(subject: Subject): Promise<policies.AssignResponse>;
  /**
   * Actions for observations, over one stream: calls need not wait for each other.
   * @param observations - [B, d], row by row
   */
  act(actors: Actors, observations: Float32Array, options?: ActOptions): Promise<Acted>;
  /** Tells the return of a finished episode. */
  report(episode: Episode): Promise<policies.ReportResponse>;
  close(): void;
}

/**
 * Connects to a server of policies. The first call shows whether there is one.
 * @param address - host:port
 * @throws Error if certificates are invalid
 */
export function connect(address: string, security: ClientSecurity = {}): ConnectedPolicies {
  const client = new policies.PolicyServiceClient(
    address,
    channelCredentials(security),
    channelOptions(address),
  );
  const metadata = callMetadata(security);
  const dialled = { address, security, contract: POLICIES_CONTRACT };
  const translate = (error: ServiceError) => translateError(error, dialled);
  const call = <Q, R>(method: UnaryMethod<Q, R>, request: Q) =>
    new Promise<R>((resolve, reject) => {
      const options = { deadline: Date.now() + 1000 * BUSY_SECONDS };
      method.call(client, request, metadata, options, (error, response) =>
        error ? reject(translate(error)) : resolve(response),
      );
    });
  const stream = pipelined(() => client.actStream(metadata), translate);
  /** The same for the same actors, so that the stream need not repeat them. */
  let latest: { readonly actors: Actors; readonly encoded: policies.Actors } | undefined;

  return {
    status: () => call(client.getStatus, {}),
    assign: (subject) => call(client.assign, encodeSubject(subject)),
    async act(actors, observations, options = {}) {
      if (latest === undefined || !isSame(latest.actors, actors))
        latest = { actors, encoded: encodeActors(actors) };
      const encoded = encodeObservations(observations, options);
      return decodeActions(await stream.ask({ actors: latest.encoded, observations: encoded }));
    },
    report: (episode) => call(client.report, encodeEpisode(episode)),
    close() {
      stream.close();
      client.close();
    },
  };
}

function isSame(a: Actors, b: Actors): boolean {
  if ("agent" in a) return "agent" in b && a.agent === b.agent;
  if ("policy" in a) return "policy" in b && a.policy === b.policy;
  return a === b;
}
