// Texts of clients in errors: whatever they are, the server goes on, and clients can read what it answers.
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from "node:http2";
import { beforeAll, describe, expect, it } from "vitest";
import { Status } from "../../proto/gen/google/rpc/status.js";
import {
  CloseSessionRequest,
  CreateSessionRequest,
  DescribeEnvironmentRequest,
  errorFromStatus,
  InteractRequest,
  RenewLeaseRequest,
} from "../../proto/index.js";
import { sessionRequest } from "../server/support/session.js";
import { type AttackedServer, startAttackedServer } from "./support/attacked-server.js";

/** What a client takes of headers, in bytes as HTTP/2 counts them. */
const METADATA_BYTES = 8192;

const describeRequest = (environmentId: string, options = {}) =>
  DescribeEnvironmentRequest.encode({ environmentId, options, agents: undefined }).finish();
const create = (fields: Partial<CreateSessionRequest>) =>
  CreateSessionRequest.encode(sessionRequest(fields)).finish();

/** Where a client may put text, and with what reason it is refused. */
const FIELDS: Record<string, [method: string, reason: string, request: (text: string) => Uint8Array]> = {
  "CloseSession.session_id": [
    "CloseSession",
    "UNKNOWN_SESSION",
    (sessionId) => CloseSessionRequest.encode({ sessionId }).finish(),
  ],
  "RenewLease.session_id": [
    "RenewLease",
    "UNKNOWN_SESSION",
    (sessionId) => RenewLeaseRequest.encode({ sessionId }).finish(),
  ],
  "DescribeEnvironment.environment_id": ["DescribeEnvironment", "UNKNOWN_ENVIRONMENT", describeRequest],
  "CreateSession.environment_id": [
    "CreateSession",
    "UNKNOWN_ENVIRONMENT",
    (environmentId) => create({ environmentId }),
  ],
  "CreateSession.infos": ["CreateSession", "INVALID_VALUE", (name) => create({ infos: [name] })],
  "the name of an option": [
    "DescribeEnvironment",
    "INVALID_VALUE",
    (name) => describeRequest("hopper", { [name]: 1 }),
  ],
  "the value of an option": [
    "DescribeEnvironment",
    "INVALID_VALUE",
    (text) => describeRequest("hopper", { max_episode_steps: text }),
  ],
};

const LONG = 600;

/** An odd and an even number of letters before, so that a cut may come anywhere. */
const TEXTS = ["", "x", "xx", "xxx"].flatMap((before) => [
  `${before}${"😀".repeat(LONG)}`,
  `${before}${"é".repeat(LONG)}`,
  `${before}${"%20 \u0000\u001b[31m\r\n\u202e".repeat(LONG)}`,
  `${before}${"a".repeat(50_000)}`,
  `${before}${"\ufffd\uffff".repeat(LONG)}`,
]);

/** Bytes of headers as a peer counts them (RFC 9113, section 6.5.2). */
function headerListBytes(headers: IncomingHttpHeaders): number {
  return Object.entries(headers).reduce(
    (sum, [name, value]) => sum + name.length + String(value).length + 32,
    0,
  );
}

/** A unary call without gRPC, to see the headers that end it. */
function call(
  session: ClientHttp2Session,
  method: string,
  message: Uint8Array,
): Promise<IncomingHttpHeaders> {
  const stream = session.request({
    ":method": "POST",
    ":path": `/rmdp.v1.EnvironmentService/${method}`,
    "content-type": "application/grpc",
    te: "trailers",
  });
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([header, message]));
  stream.resume();
  return new Promise((resolve, reject) => {
    stream.on("response", (headers) => {
      if (headers["grpc-status"] !== undefined) resolve(headers);
    });
    stream.on("trailers", resolve);
    stream.on("error", reject);
    stream.on("close", () => reject(new Error("closed without a status")));
  });
}

describe("a text in", () => {
  let server: AttackedServer;
  let session: ClientHttp2Session;
  beforeAll(async () => {
    server = await startAttackedServer("--workers", "1", "--log-level", "error");
    session = connect(`http://${server.address}`);
    return () => {
      session.destroy();
      server.stop();
    };
  });

  it.each(Object.entries(FIELDS))(
    "%s is refused in a status that fits",
    async (_, [method, reason, request]) => {
      for (const text of TEXTS) {
        const headers = await call(session, method, request(text));
        expect(headerListBytes(headers)).toBeLessThan(METADATA_BYTES);
        const details = Buffer.from(String(headers["grpc-status-details-bin"]), "base64");
        const error = errorFromStatus(Status.decode(details));
        expect(error?.reason).toBe(reason);
        const message = decodeURI(String(headers["grpc-message"]));
        expect(message).toBe(error?.message);
        expect(message).toContain("…");
        expect(message.isWellFormed()).toBe(true);
      }
      await server.expectAlive();
    },
  );

  it("a stream's attachment is refused in the stream", async () => {
    for (const sessionId of TEXTS) {
      const request = { sequence: 0, action: { $case: "attach" as const, value: { sessionId } } };
      const headers = await call(session, "Interact", InteractRequest.encode(request).finish());
      expect(headers["grpc-status"]).toBe("0");
    }
    await server.expectAlive();
    expect(server.log()).toBe("");
  });
});
