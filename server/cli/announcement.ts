import { CONTRACT } from "../../proto/index.js";
import { VERSION } from "../version.js";
import type { Flags } from "./flags.js";

/** The line that says where the server listens. */
export function announcement(address: string, { json, workers }: Flags): string {
  if (json) return JSON.stringify({ event: "listening", address, contract: CONTRACT, version: VERSION });
  const threads = workers === 1 ? "1 worker" : `${workers} workers`;
  return `caucus-server ${VERSION} listening on ${address} (contract ${CONTRACT}, ${threads})`;
}
