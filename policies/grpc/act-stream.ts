import { setTimeout as sleep } from "node:timers/promises";
import type { ServerDuplexStream } from "@grpc/grpc-js";

/** Requests that are taken from the network before they are answered; then the client is held back. */
const AHEAD = 16;

/** Milliseconds for which a client that reads nothing can delay the end of a stream. */
const GOODBYE_MS = 1000;

/** What answers a stream's requests. */
export interface Answers<Request, Response> {
  /** Never rejects. */
  answer(request: Request): Promise<Response>;
  /** Called once, when nothing is being answered any more. */
  close(): Promise<void>;
}

/** A stream that is being served. */
export interface ServedStream {
  /** Resolves when everything that belongs to the stream is closed. */
  readonly closed: Promise<void>;
  /** Ends the stream with an error. */
  end(error: Error): Promise<void>;
}

/**
 * Answers a stream's requests in order, one at a time. It listens to events rather than iterating, which costs a small
 * request less.
 * @param failed - is told of a failure that cannot be reported to the client
 */
export function answerStream<Request, Response>(
  call: ServerDuplexStream<Request, Response>,
  answers: Answers<Request, Response>,
  failed: (error: unknown) => void,
): ServedStream {
  const waiting: Request[] = [];
  let work: Promise<void> | undefined;
  let closedByClient = false;
  let ended = false;
  let closing: Promise<void> | undefined;
  let isClosed = () => {};
  const closed = new Promise<void>((resolve) => {
    isClosed = resolve;
  });

  const isOver = () => ended || call.cancelled || call.destroyed;

  /** Waits only if the client does not read. */
  function send(response: Response): Promise<void> | undefined {
    if (call.write(response)) return undefined;
    return new Promise((resolve) => {
      call.once("drain", resolve);
      call.once("close", resolve);
    });
  }

  async function answerAll(): Promise<void> {
    while (waiting.length > 0 && !isOver()) {
      const response = await answers.answer(waiting.shift()!);
      if (waiting.length < AHEAD / 2 && call.isPaused()) call.resume();
      if (isOver()) break;
      const written = send(response);
      if (written !== undefined) await written;
    }
    work = undefined;
    if (closedByClient && !isOver()) await finish();
  }

  /** Whoever ends the stream, it is closed once, after what is being answered. */
  function close(): Promise<void> {
    ended = true;
    closing ??= Promise.resolve(work)
      .then(() => answers.close())
      .catch(failed)
      .finally(isClosed);
    return closing;
  }

  async function finish(): Promise<void> {
    await close();
    call.end();
  }

  call.on("data", (request: Request) => {
    waiting.push(request);
    if (waiting.length >= AHEAD) call.pause();
    if (work === undefined) work = answerAll().catch(failed);
  });
  call.on("end", () => {
    closedByClient = true;
    if (work === undefined) void finish();
  });
  call.on("close", () => void close());
  // A client that goes away is no failure of the server.
  call.on("error", () => {});

  return {
    closed,
    async end(error) {
      if (isOver()) return;
      await Promise.race([close(), sleep(GOODBYE_MS, undefined, { ref: false })]);
      call.emit("error", error);
    },
  };
}
