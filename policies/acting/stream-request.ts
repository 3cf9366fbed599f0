import { type policies, unexpected } from "../../proto/index.js";
import { undecodableReason } from "../../serving/base/undecodable.js";

/** A request of a stream that says who acts, itself or by those before it. */
export interface StreamRequest {
  readonly actors: policies.Actors;
  readonly observations: policies.Observations;
}

/**
 * @param before - who acted in the request before
 * @throws ContractError (INVALID_VALUE) if the request could not be decoded, or says nothing
 */
export function readStreamRequest(
  request: policies.ActStreamRequest,
  before: policies.Actors | undefined,
): StreamRequest {
  const reason = undecodableReason(request);
  if (reason !== undefined) throw unexpected("request", "the method's message", reason);
  const actors = request.actors ?? before;
  if (actors === undefined) throw unexpected("actors", "who acts, in a stream's first request", "nothing");
  if (request.observations === undefined) throw unexpected("observations", "observations", "nothing");
  return { actors, observations: request.observations };
}
