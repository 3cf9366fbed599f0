import { BlockList, isIP, isIPv4 } from "node:net";

/** Environment variables that name gRPC's proxy; the first one that is set counts. */
const VARIABLES = ["grpc_proxy", "https_proxy", "http_proxy"] as const;

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** Whether an address, host:port, is on this machine, so that no proxy can reach it. */
export function isLoopback(address: string): boolean {
  const host = hostOf(address);
  if (/^(.*\.)?localhost$/i.test(host)) return true;
  return isIP(host) !== 0 && LOOPBACK.check(host, isIPv4(host) ? "ipv4" : "ipv6");
}

/** Text about the proxy that gRPC uses for an address, if any, without the proxy's user and password. */
export function proxyText(address: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const variable = VARIABLES.find((name) => env[name]);
  if (variable === undefined || isLoopback(address) || isExempt(hostOf(address), env)) return undefined;
  const url = URL.canParse(env[variable]!) ? new URL(env[variable]!) : undefined;
  // gRPC ignores proxies of other kinds.
  if (url?.protocol !== "http:") return undefined;
  return `through the proxy ${url.hostname}:${url.port || 80} of ${variable}`;
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
}

/** Whether no_proxy exempts a host, as gRPC reads it: suffixes of names, and ranges of addresses. */
function isExempt(host: string, env: NodeJS.ProcessEnv): boolean {
  const entries = (env.no_grpc_proxy || env.no_proxy || "").split(",").filter((entry) => entry !== "");
  return entries.some((entry) => host.endsWith(entry) || isInRange(host, entry));
}

function isInRange(host: string, range: string): boolean {
  const [network, bits, ...others] = range.split("/");
  if (!isIPv4(host) || !isIPv4(network) || !/^\d+$/.test(bits ?? "") || others.length > 0) return false;
  if (Number(bits) > 32) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), "ipv4");
  return list.check(host);
}
