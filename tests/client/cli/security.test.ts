// Servers that ask who is there, and clients that make sure of their server.
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { describe, expect, it, onTestFinished } from "vitest";
import { readSecurity, type ServerFlags } from "../../../client/cli/server-flags.js";
import { ConfigError } from "../../../client/index.js";
import { type ServerConfig, startServer } from "../../../server/index.js";
import { createAuthority } from "../../support/certificates.js";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { expectRefusal } from "./support/failures.js";
import { flagsOf } from "./support/runs.js";

const TOKEN = "this-is-the-token-of-the-tests";

async function host(config: Partial<ServerConfig>): Promise<string> {
  const server = await startServer({ port: 0, workers: 1, ...config });
  onTestFinished(() => server.close());
  return server.address;
}

const train = (...flags: string[]) => [
  ...["train", "--out", "run", ...flags],
  ...flagsOf(tinySettings("resource-gathering", "em")),
];

/** A new directory with a file of tokens. */
async function scratchWithToken(token = TOKEN): Promise<string> {
  const cwd = await scratch();
  await writeFile(join(cwd, "token"), `# mine\n${token}\n`);
  return cwd;
}

describe("a server with tokens", () => {
  const expected =
    'authorization: expected "Bearer TOKEN" with a token of this server (caucus: --token-file)';

  it("refuses a learner without one, and with another", async () => {
    const address = await host({ tokenFile: join(await scratchWithToken(), "token") });
    await expectRefusal(await scratch(), train("--server", address), `${expected}, got none`);
    const cwd = await scratchWithToken(`${TOKEN}s`);
    const flags = ["--server", address, "--token-file", "token"];
    await expectRefusal(cwd, train(...flags), `${expected}, got another token`);
  });
});

describe("a server with TLS", () => {
  it("whose certificate has expired", async () => {
    const authority = await createAuthority();
    const { cert, key } = await authority.issue("server", { expired: true });
    const pair = { cert_chain: readFileSync(cert), private_key: readFileSync(key) };
    // Ours would not start.
    const server = new Server();
    onTestFinished(() => server.forceShutdown());
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createSsl(null, [pair]), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    const flags = ["--server", `127.0.0.1:${port}`, "--tls-ca", authority.ca];
    const sentence = `server 127.0.0.1:${port}: its certificate has expired: renew the server's --tls-cert`;
    await expectRefusal(await scratch(), train(...flags), sentence);
  });
});

describe("flags that cannot be", () => {
  const server = ["127.0.0.1:1"];
  const read = async (flags: Partial<ServerFlags>, token?: string) => {
    const path = join(await scratchWithToken(token), "token");
    const files = Object.entries(flags).map(([name, value]) => [name, value === "token" ? path : value]);
    const error = await readSecurity({ server: [], ...Object.fromEntries(files) }).catch((e: Error) => e);
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message.replaceAll(path, "token");
  };
  it.each<[Partial<ServerFlags>, string]>([
    [{ "token-file": "token" }, "--token-file: expected a --server beside it, got none"],
    [{ server, "tls-cert": "token" }, "--tls-cert: expected --tls-key beside it, got none"],
    [{ server, "tls-key": "token" }, "--tls-key: expected --tls-cert beside it, got none"],
    [
      { server, "tls-ca": "ca.pem" },
      "--tls-ca: expected a file that can be read, got ENOENT: no such file or directory, open 'ca.pem'",
    ],
    [
      { server, "tls-cert": "token", "tls-key": "token" },
      "--tls-cert: expected a certificate in PEM format, got token",
    ],
    [{ server, "tls-ca": "token" }, "--tls-ca: expected a certificate in PEM format, got token"],
  ])("%j", async (flags, sentence) => {
    expect(await read(flags)).toBe(sentence);
  });

  it("a key of another certificate", async () => {
    const authority = await createAuthority();
    const [one, other] = [await authority.issue("one"), await authority.issue("other")];
    const sentence = `--tls-key: expected the key of ${one.cert} in PEM format, got ${other.key}`;
    expect(await read({ server, "tls-cert": one.cert, "tls-key": other.key })).toBe(sentence);
  });

  it("a token that is none", async () => {
    const sentence =
      "--token-file: expected a token in token, got one with spaces or characters beyond ASCII";
    expect(await read({ server, "token-file": "token" }, "two words")).toBe(sentence);
  });
});
