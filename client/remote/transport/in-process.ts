import type { EnvironmentService } from "../../../proto/index.js";
import type { Transport } from "./transport.js";
import { createWaits } from "./waits.js";

/** A transport to a service in this process, without a network, for tests and for environments in a learner's process. */
export function inProcessTransport(service: EnvironmentService): Transport {
  return {
    address: "in process",
    waits: createWaits(),
    getServerInfo: (request) => service.getServerInfo(request),
    listEnvironments: (request) => service.listEnvironments(request),
    describeEnvironment: (request) => service.describeEnvironment(request),
    createSession: (request) => service.createSession(request),
    renewLease: (request) => service.renewLease(request),
    closeSession: (request) => service.closeSession(request),
    interact: (requests) => service.interact(requests),
    close: () => {},
  };
}
