import { ServerCredentials, ServerInterceptingCall, type ServerInterceptor } from "@grpc/grpc-js";
import type { ServerConfig } from "../base/config.js";
import { reasonOf } from "../base/errors.js";
import type { Logger } from "../base/log.js";
import { toGrpcStatus } from "../base/statuses.js";
import { type Meter, silentMeter } from "../metrics/meter.js";
import { type Caller, type Credentials, identify } from "./authentication.js";
import { isLoopback } from "./loopback.js";
import { warnOfOthers } from "./secret-files.js";
import { readTls, type TlsFiles } from "./tls.js";
import { readTokens } from "./tokens.js";

/** Who may call a server, and how. */
export interface Access {
  readonly tls: TlsFiles | undefined;
  /** For the port. */
  readonly credentials: ServerCredentials;
  /** Turns calls away before any service sees them. */
  readonly interceptors: readonly ServerInterceptor[];
  /** @throws ContractError (UNAUTHENTICATED) */
  identify(credentials: Credentials): Caller;
}

/** Whoever watches over servers has no token; and there is nothing to learn from it. */
const OPEN_SERVICE = "/grpc.health.v1.Health/";

/** @throws RangeError if files are not what they must be, or anyone on a network could call */
export function createAccess(config: ServerConfig, log: Logger, meter: Meter = silentMeter): Access {
  const tls = readTls(config);
  const tokens = config.tokenFile === "" ? undefined : readTokens(config.tokenFile);
  if (!config.insecure && !isLoopback(config.host) && tls === undefined && tokens === undefined) {
    throw new RangeError(
      `host: other machines can reach ${config.host}, expected TLS (--tls-cert and --tls-key) or a token ` +
        "(--token-file) there, got neither; --insecure serves anyone all the same",
    );
  }
  if (tls !== undefined) warnOfOthers("--tls-key", config.tlsKey, log);
  if (tokens !== undefined) warnOfOthers("--token-file", config.tokenFile, log);
  const access: Access = {
    tls,
    credentials: createCredentials(tls),
    interceptors:
      tokens === undefined ? [] : [refuseOthers((credentials) => access.identify(credentials), log, meter)],
    identify: (credentials) => identify(credentials, tokens),
  };
  return access;
}

/** @returns what whoever listens beyond this machine should know; undefined if there is nothing to fear */
export function exposureWarning(config: ServerConfig): string | undefined {
  const { host, tlsCert, tlsClientCa, tokenFile } = config;
  const known = tokenFile !== "" || tlsClientCa !== "";
  if (isLoopback(host) || (tlsCert !== "" && known)) return undefined;
  const reached = `warning: ${host} can be reached from other machines`;
  if (tlsCert !== "")
    return `${reached}, and anyone there may use it (--token-file and --tls-client-ca say who may)`;
  if (known) return `${reached}, and traffic is not encrypted, tokens included (--tls-cert)`;
  return `${reached}, and traffic is neither encrypted nor authenticated`;
}

function createCredentials(tls: TlsFiles | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const { cert, key, clientCa } = tls;
  const pairs = [{ cert_chain: cert, private_key: key }];
  return ServerCredentials.createSsl(clientCa ?? null, pairs, clientCa !== undefined);
}

function refuseOthers(check: Access["identify"], log: Logger, meter: Meter): ServerInterceptor {
  return ({ path }, call) => {
    if (path.startsWith(OPEN_SERVICE)) return new ServerInterceptingCall(call);
    return new ServerInterceptingCall(call, {
      start(next) {
        next({
          onReceiveMetadata(metadata, goOn) {
            try {
              check({ metadata, certificate: call.getAuthContext().sslPeerCertificate });
            } catch (error) {
              log.warn({ peer: call.getPeer(), path, reason: (error as Error).message }, "refused a call");
              meter.failed(reasonOf(error));
              call.sendStatus(toGrpcStatus(error, log));
              return;
            }
            goOn(metadata);
          },
        });
      },
    });
  };
}
