import { type Limits, unexpected } from "../../proto/index.js";
import { checkLimit } from "../../serving/base/limits.js";
import type { ServiceConfig } from "../base/config.js";

/** The lease in seconds of a client that asks for none, within the limit. */
const DEFAULT_LEASE_SECONDS = 300;

/** The limits as advertised to clients. */
export function createLimits(config: ServiceConfig): Limits {
  const { maxSessions, maxEnvironments, maxAgents, maxMessageBytes } = config;
  const { maxRequestsInFlight, maxBytesInFlight, maxSessionsPerClient } = config;
  const maxMemoryBytes = config.maxMemory;
  return {
    maxSessions,
    maxSessionsPerClient: Math.min(maxSessionsPerClient, maxSessions),
    maxMemoryBytes,
    maxClientMemoryBytes: Math.min(
      config.maxMemoryPerClient || Math.ceil(maxMemoryBytes / 2),
      maxMemoryBytes,
    ),
    maxEnvironments,
    maxAgents,
    maxMessageBytes,
    maxRequestsInFlight,
    maxBytesInFlight,
    maxLeaseSeconds: config.maxLease,
    maxRequestSeconds: config.maxRequestTime,
    maxPolicyBytes: config.policies ? Math.min(config.maxPolicyBytes, maxMessageBytes) : 0,
  };
}

/** @param seconds - as requested; 0 means the default. @returns the lease to grant, in seconds */
export function grantLease(seconds: number, limits: Limits): number {
  if (!(seconds >= 0)) throw unexpected("lease_seconds", "a number from 0", `${seconds}`);
  checkLimit("lease_seconds", seconds, limits.maxLeaseSeconds, "s");
  return seconds === 0 ? Math.min(DEFAULT_LEASE_SECONDS, limits.maxLeaseSeconds) : seconds;
}
