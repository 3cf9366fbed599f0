/** A process with a gRPC server that sends back every message of a stream, and announces its address as caucus-server does. */
import { Server, ServerCredentials, type ServerDuplexStream } from "@grpc/grpc-js";
import { ECHO_PATH, raw } from "./raw-stream.js";

const server = new Server();
const method = { path: ECHO_PATH, requestStream: true, responseStream: true } as const;
const codec = {
  requestSerialize: raw,
  requestDeserialize: raw,
  responseSerialize: raw,
  responseDeserialize: raw,
};
server.addService(
  { echo: { ...method, ...codec } },
  {
    echo(call: ServerDuplexStream<Buffer, Buffer>) {
      call.on("data", (bytes: Buffer) => call.write(bytes));
      call.on("end", () => call.end());
    },
  },
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${JSON.stringify({ address: `127.0.0.1:${port}` })}\n`);
});
process.stdin.once("close", () => process.exit(0)).resume();
