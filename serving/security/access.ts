import { ServerCredentials, ServerInterceptingCall, type ServerInterceptor } from "@grpc/grpc-js";
import type { ListeningConfig } from "../base/config.js";
import { reasonOf } from "../base/errors.js";
import type { Logger } from "../base/log.js";
import { type Meter, silentMeter } from "../base/meter.js";
import { toGrpcStatus } from "../base/statuses.js";
import { type Caller, type Credentials, identify } from "./authentication.js";
import { isLoopback } from "./loopback.js";
import { warnOfOthers } from "./secret-files.js";
import { readTls, type TlsFiles } from "./tls.js";
import { readTokens } from "./tokens.js";

/** Access control of a server. */
export interface Access {
  readonly tls: TlsFiles | undefined;
  /** Credentials of the port. */
  readonly credentials: ServerCredentials;
  /** Interceptors that refuse unauthenticated calls. */
  readonly interceptors: readonly ServerInterceptor[];
  /** @throws ContractError (UNAUTHENTICATED) */
  identify(credentials: Credentials): Caller;
}

/** The health service needs no token: programs that monitor servers have none, and it reveals nothing. */
const OPEN_SERVICE = "/grpc.health.v1.Health/";

/** @throws RangeError if a file is invalid, or the server would be open to the network without being told to */
export function createAccess(config: ListeningConfig, log: Logger, meter: Meter = silentMeter): Access {
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

/** @returns a warning about listening beyond this machine without protection; undefined if none is needed */
export function exposureWarning(config: ListeningConfig): string | undefined {
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
