import { Client, type ClientDuplexStream, credentials } from "@grpc/grpc-js";
import { rawMethod } from "./raw-method.js";

/** A stream of bytes on which one request is sent after the other was answered. */
export interface RawStream {
  /** @returns the answer */
  ask(request: Buffer): Promise<Buffer>;
  close(): void;
}

/** @param path - of the method, such as /policies.v1.PolicyService/ActStream */
export function openRawStream(address: string, path: string): RawStream {
  const client = new Client(address, credentials.createInsecure());
  const { requestSerialize, responseDeserialize } = rawMethod(path);
  const call: ClientDuplexStream<Buffer, Buffer> = client.makeBidiStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
  );
  let answered = (_: Buffer) => {};
  let failed = (_: Error) => {};
  call.on("data", (answer: Buffer) => answered(answer));
  call.on("error", (error) => failed(error));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        [answered, failed] = [resolve, reject];
        call.write(request);
      }),
    close() {
      failed = () => {};
      call.cancel();
      client.close();
    },
  };
}
