import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServiceDefinition,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import {
  type CreateSessionRequest,
  type CreateSessionResponse,
  type DescribeEnvironmentResponse,
  EnvironmentServiceService,
  type GetServerInfoResponse,
  type InteractRequest,
  type InteractResponse,
  Status,
} from "../../../proto/index.js";
import { createdSession, createTunnels, SERVER_INFO, tunnelSpec } from "./honest-answers.js";

/** Instead of an answer. */
export const SILENCE = Symbol("silence");
/** Instead of an answer: the stream ends with OK. */
export const END = Symbol("end");

/** Bytes are sent as they are. */
type Answer<R> = R | Buffer | typeof SILENCE | Status | Error;

/** A status is what the stream ends with. */
type StreamAnswer = readonly (InteractResponse | Buffer)[] | typeof SILENCE | typeof END | Status;

/** What a server says instead of the truth, which it is given; what is left out is true. */
export interface Lies {
  info?(truth: GetServerInfoResponse): Answer<GetServerInfoResponse>;
  describe?(truth: DescribeEnvironmentResponse): Answer<DescribeEnvironmentResponse>;
  create?(truth: CreateSessionResponse): Answer<CreateSessionResponse>;
  /**
   * @param request - of which the truth is the answer
   * @param count - requests of this kind in the session so far, with this one
   */
  respond?(truth: InteractResponse, request: InteractRequest, count: number): StreamAnswer;
}

export interface HostileServer {
  readonly address: string;
  /** Streams that were opened so far. */
  readonly streams: () => number;
  /** Sessions that were asked for so far. */
  readonly sessions: () => number;
}

/** A server of the environment "tunnel" that lies; it is gone with the test. */
export async function startHostileServer(lies: Lies): Promise<HostileServer> {
  const server = new Server();
  const spec = tunnelSpec(4);
  let tunnels: ReturnType<typeof createTunnels> | undefined;
  let counts: Record<string, number> = {};
  let streams = 0;
  let sessions = 0;

  const interact = (call: ServerDuplexStream<InteractRequest, InteractResponse | Buffer>) => {
    streams++;
    call.on("error", () => {});
    call.on("end", () => call.end());
    call.on("data", (request: InteractRequest) => {
      const kind = request.action?.$case ?? "none";
      counts[kind] = (counts[kind] ?? 0) + 1;
      const truth = tunnels!.answer(request);
      const said = lies.respond?.(truth, request, counts[kind]) ?? [truth];
      if (said === SILENCE) return;
      if (said === END) call.end();
      else if ("code" in said) call.emit("error", errorOf(said));
      else for (const response of said) call.write(response);
    });
  };
  server.addService(asTheyAre(EnvironmentServiceService), {
    getServerInfo: (_: unknown, reply: sendUnaryData<GetServerInfoResponse>) =>
      say(lies.info?.(SERVER_INFO) ?? SERVER_INFO, reply),
    listEnvironments: (_: unknown, reply: sendUnaryData<object>) => reply(null, { environments: [spec] }),
    describeEnvironment: (_: unknown, reply: sendUnaryData<DescribeEnvironmentResponse>) => {
      const truth = { spec, agentParameters: undefined };
      say(lies.describe?.(truth) ?? truth, reply);
    },
    createSession: (
      { request }: { request: CreateSessionRequest },
      reply: sendUnaryData<CreateSessionResponse>,
    ) => {
      sessions++;
      tunnels = createTunnels(request);
      counts = {};
      const truth = createdSession(request);
      say(lies.create?.(truth) ?? truth, reply);
    },
    renewLease: (_: unknown, reply: sendUnaryData<object>) => reply(null, { leaseSeconds: 60 }),
    closeSession: (_: unknown, reply: sendUnaryData<object>) => reply(null, {}),
    interact,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  onTestFinished(() => server.forceShutdown());
  return { address: `127.0.0.1:${port}`, streams: () => streams, sessions: () => sessions };
}

/** A service whose answers may be bytes already. */
function asTheyAre(service: ServiceDefinition): ServiceDefinition {
  return Object.fromEntries(
    Object.entries(service).map(([name, method]) => {
      const responseSerialize = (said: unknown) =>
        said instanceof Buffer ? said : method.responseSerialize(said);
      return [name, { ...method, responseSerialize }];
    }),
  );
}

function say<R extends object>(answer: Answer<R>, reply: sendUnaryData<R>): void {
  if (answer === SILENCE) return;
  if (answer instanceof Error) reply({ code: 13, details: answer.message });
  else if ("code" in (answer as object)) reply(errorOf(answer as Status));
  else reply(null, answer as R);
}

/** As a server of the contract sends it. */
function errorOf(status: Status) {
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(Status.encode(status).finish()));
  return { code: status.code, details: status.message, metadata };
}
