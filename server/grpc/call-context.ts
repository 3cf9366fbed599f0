import type { ServerUnaryCall } from "@grpc/grpc-js";
import { reasonOf } from "../base/errors.js";
import type { Logger } from "../base/log.js";
import { toGrpcStatus } from "../base/statuses.js";
import type { Meter } from "../metrics/meter.js";
import type { Access } from "../security/access.js";
import type { CallerService, HostedService } from "../service.js";
import { clientOf } from "./client.js";

/** What tells of a call who makes it. */
type Call = Pick<ServerUnaryCall<unknown, unknown>, "metadata" | "getAuthContext" | "getPeer">;

/** What handlers of calls need beside the call. */
export interface CallContext {
  /** The service as the caller's own. @throws ContractError (UNAUTHENTICATED) */
  serviceFor(call: Call): CallerService;
  /** What the caller is told of an error. */
  statusOf(error: unknown): Error;
  /** Logs and counts what failed where nobody could be told. */
  failed(error: unknown): void;
}

export function createCallContext(
  hosted: HostedService,
  log: Logger,
  access: Pick<Access, "identify">,
  meter: Meter,
): CallContext {
  return {
    serviceFor(call) {
      const certificate = call.getAuthContext().sslPeerCertificate;
      const caller = access.identify({ metadata: call.metadata, certificate });
      return hosted.forCaller(caller, clientOf(caller, call.getPeer()));
    },
    statusOf(error) {
      meter.failed(reasonOf(error));
      return toGrpcStatus(error, log);
    },
    failed(error) {
      meter.failed(reasonOf(error));
      log.error({ err: error }, "a call failed where nobody could be told");
    },
  };
}
