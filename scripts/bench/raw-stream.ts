import { Client, credentials } from "@grpc/grpc-js";

/** The method of the server that sends messages back. */
export const ECHO_PATH = "/bench.Echo/Echo";

/** Leaves messages as they are. */
export const raw = (bytes: Buffer): Buffer => bytes;

/** A stream of bytes, so that what clients compute is the same whatever they ask. */
export interface RawStream {
  /** Sends a message. @returns the answer */
  ask(message: Buffer): Promise<Buffer>;
  close(): void;
}

/** @param path - of a gRPC method that is a stream in both directions */
export function openRawStream(address: string, path: string): RawStream {
  const client = new Client(address, credentials.createInsecure());
  const call = client.makeBidiStreamRequest(path, raw, raw);
  let done = (_: Buffer) => {};
  let failed = (_: Error) => {};
  call.on("data", (bytes: Buffer) => done(bytes));
  call.on("error", (error: Error) => failed(error));
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        done = resolve;
        failed = reject;
        call.write(message);
      }),
    close() {
      call.cancel();
      client.close();
    },
  };
}
