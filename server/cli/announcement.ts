import { CONTRACT } from "../../proto/index.js";
import { VERSION } from "../version.js";
import type { Flags } from "./flags.js";

/** The line that says where the server listens. */
export function announcement(address: string, { json, workers }: Flags): string {
  if (json) return JSON.stringify({ event: "listening", address, contract: CONTRACT, version: VERSION });
  const threads = workers === 1 ? "1 worker" : `${workers} workers`;
  return `caucus-server ${VERSION} listening on ${address} (contract ${CONTRACT}, ${threads})`;
}

/** @returns what whoever listens beyond this machine should know; undefined if only it can connect */
export function exposureWarning(host: string): string | undefined {
  if (host === "localhost" || host === "::1" || host.startsWith("127.")) return undefined;
  return `warning: ${host} can be reached from other machines, and traffic is neither encrypted nor authenticated`;
}
