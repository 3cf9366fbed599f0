import type { ClientDuplexStream, ServiceError } from "@grpc/grpc-js";
import { errorFromStatus, type policies } from "../../../proto/index.js";

type Stream = ClientDuplexStream<policies.ActStreamRequest, policies.ActStreamResponse>;

/** A stream on which requests can be sent before earlier ones are answered. */
export interface PipelinedStream {
  /** @throws the error of this request, or of the stream */
  ask(request: policies.ActStreamRequest): Promise<policies.Actions>;
  close(): void;
}

interface Asked {
  readonly resolve: (actions: policies.Actions) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Keeps a stream open. If it breaks, what was asked fails, and the next request opens another.
 * @param open - opens a stream
 * @param translate - makes an error of gRPC plain
 */
export function pipelined(open: () => Stream, translate: (error: ServiceError) => Error): PipelinedStream {
  let stream: Stream | undefined;
  let asked: Asked[] = [];
  /** Who acted in the last request of this stream, which need not be said again. */
  let actors: policies.Actors | undefined;

  function start(): Stream {
    const own = open();
    const fail = (error: Error) => {
      if (stream !== own) return;
      stream = undefined;
      actors = undefined;
      for (const { reject } of asked.splice(0)) reject(error);
    };
    own.on("data", ({ result }: policies.ActStreamResponse) => {
      const next = asked.shift();
      if (result?.$case === "actions") next?.resolve(result.value);
      else
        next?.reject((result && errorFromStatus(result.value)) ?? new Error("expected actions, got nothing"));
    });
    own.on("error", (error: ServiceError) => fail(translate(error)));
    own.on("end", () => fail(new Error("the server ended the stream")));
    return own;
  }

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        stream ??= start();
        const said = request.actors === actors;
        actors = request.actors;
        asked.push({ resolve, reject });
        stream.write(said ? { ...request, actors: undefined } : request);
      }),
    close() {
      const own = stream;
      stream = undefined;
      for (const { reject } of asked.splice(0)) reject(new Error("the connection was closed"));
      asked = [];
      own?.end();
    },
  };
}
