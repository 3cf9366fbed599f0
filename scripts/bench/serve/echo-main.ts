/** A gRPC server that answers every message of a stream with so many bytes: `node echo-main.js BYTES`. */
import { Server, ServerCredentials, type ServerDuplexStream } from "@grpc/grpc-js";
import { rawMethod } from "./raw-method.js";

const answer = Buffer.alloc(Number(process.argv[2]));
const server = new Server();
server.addService(
  { echo: { ...rawMethod("/bench.Echo/Echo"), originalName: "echo" } },
  {
    echo(call: ServerDuplexStream<Buffer, Buffer>) {
      call.on("data", () => call.write(answer));
      call.on("end", () => call.end());
    },
  },
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(JSON.stringify({ address: `127.0.0.1:${port}` }));
});
// The parent holds the other end of standard input for as long as it lives.
process.stdin.resume().once("end", () => process.exit());
