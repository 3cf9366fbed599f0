import { credentials, type Metadata, type ServiceError } from "@grpc/grpc-js";
import { Status } from "../../../proto/gen/google/rpc/status.js";
import {
  type EnvironmentService,
  EnvironmentServiceClient,
  errorFromStatus,
  type InteractRequest,
  type InteractResponse,
} from "../../../proto/index.js";

/** The contract over a gRPC connection, with errors as ContractError where they are. */
export interface GrpcService extends EnvironmentService {
  readonly client: EnvironmentServiceClient;
  close(): void;
}

type Callback<Response> = (error: ServiceError | null, response: Response) => void;

export function connect(address: string): GrpcService {
  const client = new EnvironmentServiceClient(address, credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.use_local_subchannel_pool": 1,
  });
  const unary =
    <Request, Response>(method: (request: Request, callback: Callback<Response>) => unknown) =>
    (request: Request) =>
      new Promise<Response>((resolve, reject) => {
        method.call(client, request, (error, response) =>
          error === null ? resolve(response) : reject(contractError(error)),
        );
      });
  return {
    client,
    getServerInfo: unary(client.getServerInfo),
    listEnvironments: unary(client.listEnvironments),
    describeEnvironment: unary(client.describeEnvironment),
    createSession: unary(client.createSession),
    renewLease: unary(client.renewLease),
    closeSession: unary(client.closeSession),
    interact: (requests) => interact(client, requests),
    close: () => client.close(),
  };
}

async function* interact(
  client: EnvironmentServiceClient,
  requests: AsyncIterable<InteractRequest>,
): AsyncIterable<InteractResponse> {
  const call = client.interact();
  void (async () => {
    for await (const request of requests) call.write(request);
    call.end();
  })();
  try {
    yield* call as AsyncIterable<InteractResponse>;
  } catch (error) {
    throw contractError(error as ServiceError);
  } finally {
    call.cancel();
  }
}

/** The error the status details hold, if there is one. */
export function contractError(error: ServiceError): Error {
  const [bytes] = (error.metadata as Metadata | undefined)?.get("grpc-status-details-bin") ?? [];
  if (bytes === undefined) return error;
  return errorFromStatus(Status.decode(bytes as Buffer)) ?? error;
}
