// Who may call a server, and whose sessions are whose.
import { readFileSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ClientSecurity, grpcTransport, type Transport } from "../../client/index.js";
import { SERVER_FIELDS } from "../../server/base/config.js";
import { type ServerConfig, startServer } from "../../server/index.js";
import { resolveConfig } from "../../serving/base/config.js";
import { exposureWarning } from "../../serving/security/access.js";
import { isLoopback } from "../../serving/security/loopback.js";
import { scratch } from "../client/runs/support/scratch.js";
import { type CertificateFiles, createAuthority } from "../support/certificates.js";
import { openSession, sessionRequest } from "./support/session.js";
import { openStream, rejection } from "./support/stream.js";

const ALICE = "alice-has-this-token";
const BOB = "bob's-is-another-one";

async function tokenFile(...lines: string[]): Promise<string> {
  const path = join(await scratch(), "tokens");
  await writeFile(path, lines.join("\n"));
  return path;
}

/** A server and its log, until the test is finished. */
async function host(config: Partial<ServerConfig>) {
  const lines: { msg: string; reason?: string; path?: string }[] = [];
  const write = (line: Buffer, _: string, done: () => void) => {
    lines.push(JSON.parse(line.toString()));
    done();
  };
  const log = pino({ level: "info" }, new Writable({ write }));
  const server = await startServer({ port: 0, workers: 0, ...config, log });
  const transports: Transport[] = [];
  onTestFinished(async () => {
    for (const transport of transports) transport.close();
    await server.close();
  });
  const connect = (security: ClientSecurity = {}) => {
    const transport = grpcTransport(server.address, security);
    transports.push(transport);
    return transport;
  };
  return { connect, lines };
}

const tls = ({ cert, key }: CertificateFiles) => ({ tlsCert: cert, tlsKey: key });
const client = (ca: string, files?: CertificateFiles): ClientSecurity => ({
  ca: readFileSync(ca),
  cert: files && readFileSync(files.cert),
  key: files && readFileSync(files.key),
});

it.each([
  ["127.0.0.1", true],
  ["127.1.2.3", true],
  ["localhost", true],
  ["::1", true],
  ["127.0.0.1.example.org", false],
  ["0.0.0.0", false],
  ["::", false],
  ["192.168.0.7", false],
])("whether %s is loopback: %s", (address, loopback) => {
  expect(isLoopback(address)).toBe(loopback);
});

describe("beyond loopback", () => {
  const everywhere = { host: "0.0.0.0", port: 0, workers: 0 };
  const refusal =
    "host: other machines can reach 0.0.0.0, expected TLS (--tls-cert and --tls-key) or a token (--token-file) there, got neither; --insecure serves anyone all the same";

  it("a server does not start without TLS or a token, unless told to", async () => {
    await expect(startServer(everywhere)).rejects.toThrow(new RangeError(refusal));
    const authority = await createAuthority();
    const ways = [
      { insecure: true },
      { tokenFile: await tokenFile(ALICE) },
      tls(await authority.issue("server")),
    ];
    for (const way of ways) await (await startServer({ ...everywhere, ...way })).close();
  });
});

it.each<[Partial<ServerConfig>, string | undefined]>([
  [{ host: "127.0.0.1" }, undefined],
  [{ insecure: true }, "traffic is neither encrypted nor authenticated"],
  [{ tokenFile: "t" }, "traffic is not encrypted, tokens included (--tls-cert)"],
  [{ tlsCert: "c" }, "anyone there may use it (--token-file and --tls-client-ca say who may)"],
  [{ tlsCert: "c", tokenFile: "t" }, undefined],
  [{ tlsCert: "c", tlsClientCa: "a" }, undefined],
])("whoever listens with %j is warned: %s", (settings, lack) => {
  const config = resolveConfig(SERVER_FIELDS, { host: "0.0.0.0", ...settings });
  const warning = lack && `warning: 0.0.0.0 can be reached from other machines, and ${lack}`;
  expect(exposureWarning(config)).toBe(warning);
});

describe.skipIf(process.platform === "win32")("secrets that others can get at", () => {
  /** What a server warns of that starts with files of these modes. */
  async function warnings(modes: { key: number; tokens: number }): Promise<string[]> {
    const authority = await createAuthority();
    const files = await authority.issue("server");
    const tokens = await tokenFile(ALICE);
    await chmod(files.key, modes.key);
    await chmod(tokens, modes.tokens);
    const { lines } = await host({ ...tls(files), tokenFile: tokens });
    const hidden = (text: string) => text.replaceAll(files.key, "KEY").replaceAll(tokens, "TOKENS");
    return lines.map(({ msg }) => hidden(msg)).filter((msg) => msg.includes("chmod"));
  }

  it("are warned of, each by its name", async () => {
    expect(await warnings({ key: 0o644, tokens: 0o620 })).toEqual([
      "--tls-key: others can get at KEY, whose mode is 644: chmod 600 KEY",
      "--token-file: others can get at TOKENS, whose mode is 620: chmod 600 TOKENS",
    ]);
    expect(await warnings({ key: 0o600, tokens: 0o604 })).toEqual([
      "--token-file: others can get at TOKENS, whose mode is 604: chmod 600 TOKENS",
    ]);
  });

  it("and others are not", async () => {
    expect(await warnings({ key: 0o600, tokens: 0o400 })).toEqual([]);
  });
});

describe("files that cannot be", () => {
  it("tokens", async () => {
    const start = (path: string) => startServer({ port: 0, workers: 0, tokenFile: path });
    await expect(start("no-such-file")).rejects.toThrow(
      "--token-file: expected a file that can be read, got ENOENT: no such file or directory, open 'no-such-file'",
    );
    const empty = await tokenFile("# nobody yet", "");
    await expect(start(empty)).rejects.toThrow(`--token-file: expected a token a line, got none in ${empty}`);
    const short = await tokenFile(ALICE, "short");
    await expect(start(short)).rejects.toThrow(
      `--token-file: expected tokens of at least 16 letters, digits and signs without spaces, got something else in line 2 of ${short}`,
    );
  });

  it("certificates", async () => {
    const authority = await createAuthority();
    const [good, other, old] = [
      await authority.issue("server"),
      await authority.issue("other"),
      await authority.issue("old", { expired: true }),
    ];
    const start = (config: Partial<ServerConfig>) => startServer({ port: 0, workers: 0, ...config });
    await expect(start({ tlsCert: good.cert })).rejects.toThrow(
      "--tls-cert: expected --tls-key beside it, got none",
    );
    await expect(start({ tlsKey: good.key })).rejects.toThrow(
      "--tls-key: expected --tls-cert beside it, got none",
    );
    await expect(start({ tlsClientCa: authority.ca })).rejects.toThrow(
      "--tls-client-ca: expected --tls-cert beside it, got none",
    );
    await expect(start({ tlsCert: good.key, tlsKey: good.key })).rejects.toThrow(
      /^--tls-cert: expected a certificate in PEM format, got .*\.key \(/,
    );
    await expect(start({ tlsCert: good.cert, tlsKey: other.key })).rejects.toThrow(
      /^--tls-key: expected the key of .*\.pem in PEM format, got .*\.key \(/,
    );
    await expect(start(tls(old))).rejects.toThrow(
      /^--tls-cert: expected a certificate that is valid now, got .*\.pem, which is valid from .* to /,
    );
  });
});

describe("tokens", () => {
  it("are asked of every call and stream, and wrong ones refused on both sides", async () => {
    const { connect, lines } = await host({ tokenFile: await tokenFile("# who", ALICE, "", BOB) });
    const refusals: [ClientSecurity, string][] = [
      [{}, "none"],
      [{ token: `${ALICE}!` }, "another token"],
      [{ token: ALICE.slice(0, -1) }, "another token"],
    ];
    for (const [security, got] of refusals) {
      const transport = connect(security);
      const message = `authorization: expected "Bearer TOKEN" with a token of this server (caucus: --token-file), got ${got}`;
      const unary = await rejection(transport.getServerInfo({}));
      expect(unary).toMatchObject({ reason: "UNAUTHENTICATED", code: 16, message });
      expect(await rejection(openStream(transport).receive())).toMatchObject({ message });
      const { msg, reason, path } = lines.at(-1)!;
      expect({ msg, reason, path }).toEqual({
        msg: "refused a call",
        reason: message,
        path: "/rmdp.v1.EnvironmentService/Interact",
      });
    }
    const session = await openSession(connect({ token: BOB }));
    await session.reset();
  });

  it("own the sessions that were opened with them", async () => {
    const { connect, lines } = await host({ tokenFile: await tokenFile(ALICE, BOB) });
    const [alice, bob] = [connect({ token: ALICE }), connect({ token: BOB })];
    const { sessionId } = await alice.createSession(sessionRequest());
    const foreign = {
      reason: "FOREIGN_SESSION",
      code: 7,
      message: `session_id: expected a session of one's own, got "${sessionId}", which somebody else opened, with another token or certificate`,
    };
    expect(await rejection(bob.renewLease({ sessionId }))).toMatchObject(foreign);
    expect(await rejection(bob.closeSession({ sessionId }))).toMatchObject(foreign);
    expect(await rejection(openStream(bob).attach(sessionId))).toMatchObject(foreign);
    expect(lines.at(-1)!.msg).toBe("refused a session to a client that did not open it");
    expect(JSON.stringify(lines)).not.toContain(ALICE);
    expect(await openStream(connect({ token: ALICE })).attach(sessionId)).toBe(1);
    await alice.closeSession({ sessionId });
  });
});

describe("TLS", () => {
  it("serves those who trust its authority, and asks nothing else of them", async () => {
    const authority = await createAuthority();
    const { connect } = await host(tls(await authority.issue("server")));
    await (await openSession(connect(client(authority.ca)))).reset();
  });

  it("is refused by clients, in words that say why", async () => {
    const [authority, stranger] = [await createAuthority(), await createAuthority()];
    const good = await host(tls(await authority.issue("server")));
    const name = "elsewhere.example";
    const elsewhere = await host({ host: "localhost", ...tls(await authority.issue("server", { name })) });
    const plain = await host({});
    const cases: [Transport, string][] = [
      [good.connect(client(stranger.ca)), "its certificate was signed by another authority: check --tls-ca"],
      [good.connect(), "it hung up at once: it may expect TLS (--tls-ca)"],
      [
        elsewhere.connect(client(authority.ca)),
        "its certificate is of another name: Host: localhost. is not in the cert's altnames: DNS:elsewhere.example",
      ],
      [
        plain.connect(client(authority.ca)),
        "expected TLS, got a server without it: leave out --tls-ca and --tls-cert, or start it with --tls-cert",
      ],
    ];
    for (const [transport, reason] of cases) {
      const message = `server ${transport.address}: ${reason}`;
      await expect(transport.getServerInfo({})).rejects.toThrow(message);
    }
    expect(good.lines.map(({ msg }) => msg)).toContain("a TLS handshake failed");
  });

  it("that is mutual knows clients by their certificates, renewed ones too", async () => {
    const authority = await createAuthority();
    const { connect } = await host({
      ...tls(await authority.issue("server")),
      tlsClientCa: authority.ca,
    });
    const as = async (name: string) => connect(client(authority.ca, await authority.issue(name)));
    const alice = await as("alice");
    const { sessionId } = await alice.createSession(sessionRequest());
    expect(await rejection((await as("bob")).renewLease({ sessionId }))).toMatchObject({
      reason: "FOREIGN_SESSION",
    });
    await (await as("alice")).closeSession({ sessionId });
  });

  it("that is mutual refuses clients without a certificate, or with one it does not know or that has expired", async () => {
    const [authority, stranger] = [await createAuthority(), await createAuthority()];
    const { connect, lines } = await host({
      ...tls(await authority.issue("server")),
      tlsClientCa: authority.ca,
    });
    // Whether the server's reason gets through before it hangs up is up to the network.
    const cases: [CertificateFiles | undefined, RegExp, string][] = [
      [undefined, /asks? for a client's certificate/, "peer did not return a certificate"],
      [
        await stranger.issue("mallory"),
        /not take this client's certificate|of another authority/,
        "the client's certificate: UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      ],
      [
        await authority.issue("alice", { expired: true }),
        /not take this client's certificate|has expired/,
        "the client's certificate: CERT_HAS_EXPIRED",
      ],
    ];
    for (const [files, reason, logged] of cases) {
      const transport = connect(client(authority.ca, files));
      await expect(transport.getServerInfo({})).rejects.toThrow(reason);
      // An earlier client may have tried again since.
      expect(lines).toContainEqual(
        expect.objectContaining({ msg: "a TLS handshake failed", reason: logged }),
      );
    }
  });
});

it("a name that does not resolve is said not to", async () => {
  const transport = grpcTransport("no-such-host.invalid:50051");
  await expect(transport.getServerInfo({})).rejects.toThrow(
    'server no-such-host.invalid:50051: expected a name that resolves, got "no-such-host.invalid"',
  );
  transport.close();
});
