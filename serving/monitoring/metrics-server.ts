import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Metadata } from "@grpc/grpc-js";
import type { Registry } from "prom-client";
import { toContractError } from "../base/errors.js";
import type { Access } from "../security/access.js";

/** An HTTP server for Prometheus, on its own port. */
export interface MetricsServer {
  readonly port: number;
  close(): void;
}

/**
 * Serves GET /metrics with the server's own TLS and tokens.
 * @throws Error if it cannot listen on the port
 */
export async function startMetricsServer(
  registry: Registry,
  host: string,
  port: number,
  access: Access,
): Promise<MetricsServer> {
  const server = createServer(access, (request, response) => {
    const refusal = refusalOf(request.headers.authorization, access);
    const answer = (status: number, text: string, type = "text/plain; charset=utf-8") =>
      response.writeHead(status, { "content-type": type }).end(text);
    if (refusal !== undefined) answer(401, `${refusal}\n`);
    else if (request.method !== "GET" || request.url !== "/metrics") answer(404, "expected GET /metrics\n");
    else registry.metrics().then((text) => answer(200, text, registry.contentType));
  });
  server.listen(port, host);
  await once(server, "listening").catch((error: Error) => {
    throw new Error(`metricsPort: expected a free one on ${host}, got ${port} (${error.message})`);
  });
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

function createServer({ tls }: Access, listener: RequestListener): Server {
  if (tls === undefined) return createHttpServer(listener);
  const { cert, key, clientCa } = tls;
  return createHttpsServer({ cert, key, ca: clientCa, requestCert: clientCa !== undefined }, listener);
}

/** @returns why the request is refused; undefined if it is not */
function refusalOf(authorization: string | undefined, access: Access): string | undefined {
  const metadata = new Metadata();
  try {
    if (authorization !== undefined) metadata.set("authorization", authorization);
    access.identify({ metadata, certificate: undefined });
    return undefined;
  } catch (error) {
    return toContractError(error)?.message ?? 'authorization: expected "Bearer TOKEN", got something else';
  }
}
