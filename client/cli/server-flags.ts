import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { ConfigError } from "../config/resolve-config.js";
import type { ClientSecurity } from "../remote/transport/security.js";
import { type OwnEnvironments, ownEnvironmentFlags } from "../run/embedded-server.js";
import { textOption } from "./text-option.js";

/** Flags that say which servers to use and how to connect to them. */
export interface ServerFlags {
  /** Addresses, host:port each; empty for an embedded server. */
  readonly server: readonly string[];
  readonly "tls-ca"?: string;
  readonly "tls-cert"?: string;
  readonly "tls-key"?: string;
  readonly "token-file"?: string;
  /** Modules with environments, for the embedded server. */
  readonly load?: readonly string[];
  /** Environments written in Python, for the embedded server. */
  readonly python?: readonly string[];
  readonly "python-command"?: string;
}

export const SERVER_OPTIONS = {
  server: {
    type: "string",
    array: true,
    requiresArg: true,
    default: [] as string[],
    describe:
      "host:port of a caucus-server; several servers share the environments. If not given, a server is started.",
  },
  "tls-ca": textOption("PEM file of the authority that signed the servers' certificates; turns TLS on."),
  "tls-cert": textOption("PEM file of the client's certificate, for servers that ask for one."),
  "tls-key": textOption("PEM file of the private key of --tls-cert."),
  "token-file": textOption("File with the servers' token; if it has several tokens, the first is used."),
  python: {
    type: "string",
    array: true,
    requiresArg: true,
    default: [] as string[],
    describe:
      "Environment written in Python, for the embedded server: MODULE:ENV, or an id of Gymnasium or MO-Gymnasium; " +
      "may be given several times.",
  },
  "python-command": textOption(
    "Python that runs these environments, which needs the package caucus-rmdp; python3 if not given.",
  ),
} as const;

/** Option of the commands that may use modules of the user's own. */
export const LOAD_OPTION = {
  load: {
    type: "string",
    array: true,
    requiresArg: true,
    default: [] as string[],
    describe:
      "Module with your own environments (for the embedded server), assigners or covers; may be given several times.",
  },
} as const;

const FILE_FLAGS = ["tls-ca", "tls-cert", "tls-key", "token-file"] as const;

/** @throws ConfigError if flags do not go together, or a file does not hold what its flag requires */
export async function readSecurity(flags: ServerFlags): Promise<ClientSecurity> {
  const { server, "tls-cert": tlsCert, "tls-key": tlsKey } = flags;
  const given = FILE_FLAGS.find((name) => flags[name] !== undefined);
  if (given !== undefined && server.length === 0)
    throw new ConfigError(`--${given}: expected a --server beside it, got none`);
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const [has, lacks] = tlsCert === undefined ? ["tls-key", "tls-cert"] : ["tls-cert", "tls-key"];
    throw new ConfigError(`--${has}: expected --${lacks} beside it, got none`);
  }
  const [ca, cert, key, token] = await Promise.all(FILE_FLAGS.map((name) => readFlagFile(name, flags[name])));
  checkPem(flags, { ca, cert, key });
  return { ca, cert, key, token: token && firstToken(flags["token-file"], token.toString("utf8")) };
}

/** The flags as arguments of a command line. */
export function serverFlagTexts(flags: ServerFlags): string[] {
  const servers = flags.server.flatMap((address) => ["--server", address]);
  const files = FILE_FLAGS.flatMap((name) => (flags[name] === undefined ? [] : [`--${name}`, flags[name]]));
  return [...servers, ...files, ...ownEnvironmentFlags(ownEnvironments(flags))];
}

/** The environments that the embedded server is to have besides the built-in ones. */
export function ownEnvironments({
  load: modules,
  python,
  "python-command": pythonCommand,
}: Pick<ServerFlags, "load" | "python" | "python-command">): OwnEnvironments {
  return { modules, python, pythonCommand };
}

/** @throws ConfigError if environments are given for a server that is not embedded */
export function checkEmbedded({ server, load = [], python = [] }: ServerFlags): void {
  if (server.length === 0) return;
  const given = load.length > 0 ? "--load" : python.length > 0 ? "--python" : undefined;
  if (given === undefined) return;
  throw new ConfigError(
    `${given}: expected no --server beside it, got ${server[0]}: give ${given} to that caucus-server`,
  );
}

async function readFlagFile(name: string, path: string | undefined): Promise<Buffer | undefined> {
  if (path === undefined) return undefined;
  return readFile(path).catch((error: Error) => {
    throw new ConfigError(`--${name}: expected a file that can be read, got ${error.message}`);
  });
}

/** Checks PEM files, since gRPC's errors about them say less, and it silently accepts an invalid authority. */
function checkPem(flags: ServerFlags, { ca, cert, key }: ClientSecurity): void {
  checkCertificate("tls-ca", flags["tls-ca"], ca);
  checkCertificate("tls-cert", flags["tls-cert"], cert);
  try {
    createSecureContext({ cert, key });
  } catch {
    const expected = `the key of ${flags["tls-cert"]} in PEM format`;
    throw new ConfigError(`--tls-key: expected ${expected}, got ${flags["tls-key"]}`);
  }
}

function checkCertificate(name: string, path: string | undefined, pem: Buffer | undefined): void {
  try {
    if (pem !== undefined) new X509Certificate(pem);
  } catch {
    throw new ConfigError(`--${name}: expected a certificate in PEM format, got ${path}`);
  }
}

/** The first token of a file in the server's format, so that one file works for server and client. */
function firstToken(path: string | undefined, text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const token = lines.find((line) => line !== "" && !line.startsWith("#"));
  if (token !== undefined && /^[\x21-\x7e]+$/.test(token)) return token;
  const got = token === undefined ? "none" : "one with spaces or characters beyond ASCII";
  throw new ConfigError(`--token-file: expected a token in ${path}, got ${got}`);
}
