import { CONTRACT } from "../../proto/index.js";
import { VERSION } from "../../proto/version.js";
import type { RunningServer } from "../grpc/server.js";
import type { Flags } from "./flags.js";

/** The line that announces where the server listens. */
export function announcement(
  { address, metricsAddress: metrics }: Pick<RunningServer, "address" | "metricsAddress">,
  { json, workers }: Flags,
): string {
  if (json)
    return JSON.stringify({ event: "listening", address, metrics, contract: CONTRACT, version: VERSION });
  const threads = workers === 1 ? "1 worker" : `${workers} workers`;
  const measured = metrics === undefined ? "" : `, metrics on ${metrics}`;
  return `caucus-server ${VERSION} listening on ${address} (contract ${CONTRACT}, ${threads}${measured})`;
}
