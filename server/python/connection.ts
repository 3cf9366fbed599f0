import { connect, type Socket } from "node:net";
import { InvalidValueError } from "../../envs/index.js";
import { DeathError } from "../base/death-error.js";
import { createReplyReader, encodeRequest, Outcome, type Reply, type RequestKind } from "./messages.js";

/** An environment that cannot be served. */
export class UnservableError extends Error {
  override readonly name = "UnservableError";
}

/** A connection to a process of its own, which runs environments written in Python. */
export interface WorkerConnection {
  /**
   * Asks for one thing at a time.
   * @returns the reply's body
   * @throws InvalidValueError at a bad request, UnservableError, Error if something failed that changes nothing, or
   *   DeathError if an environment broke or the process has ended; it is of no use then
   */
  ask(kind: RequestKind, ...parts: readonly Uint8Array[]): Promise<Buffer>;
  /**
   * Ends the process, and all that it has started, at once.
   * @param reason - the error of a request that it is carrying out
   */
  kill(reason?: string): void;
}

/** Seconds in which a process must be there. */
const CONNECT_SECONDS = 30;

/**
 * Connects to a process that runs environments.
 * @param path - of the socket of `python -m caucus.worker`
 * @throws DeathError if there is none
 */
export async function connectWorker(path: string): Promise<WorkerConnection> {
  const socket = connect(path);
  const replies = createReplies(socket);
  const timer = setTimeout(
    () => replies.end(`no process within ${CONNECT_SECONDS} s`),
    1000 * CONNECT_SECONDS,
  );
  const { body } = await replies.next().finally(() => clearTimeout(timer));
  const pid = Number(body.toString());
  return {
    async ask(kind, ...parts) {
      const reply = replies.next();
      socket.write(encodeRequest(kind, parts));
      return bodyOf(await reply, (text) => {
        replies.end(text);
        return new DeathError(text);
      });
    },
    kill(reason = "it was ended") {
      wake(pid);
      replies.end(reason);
    },
  };
}

/** The replies that arrive, until the connection ends. */
interface Replies {
  /** @throws DeathError if the connection has ended or ends */
  next(): Promise<Reply>;
  /** @param reason - the error of whoever waits for a reply */
  end(reason: string): void;
}

function createReplies(socket: Socket): Replies {
  const reader = createReplyReader();
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | undefined;
  let death: DeathError | undefined;

  function end(reason: string): void {
    death ??= new DeathError(reason);
    socket.destroy();
    waiting?.reject(death);
    waiting = undefined;
  }

  function take(reply: Reply): void {
    if (reply.outcome === Outcome.ended) end(`its process ended by itself (${reply.body})`);
    waiting?.resolve(reply);
    waiting = undefined;
  }

  socket.on("data", (piece: Buffer) => {
    try {
      for (const reply of reader.read(piece)) take(reply);
    } catch (error) {
      end(`its process sent something else than replies (${(error as Error).message})`);
    }
  });
  socket.on("error", (error) => end(`its process cannot be reached (${error.message})`));
  socket.on("close", () => end("its process ended by itself"));
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (death !== undefined) reject(death);
        else waiting = { resolve, reject };
      }),
    end,
  };
}

/** @param lose - ends the connection, and returns the error that says why */
function bodyOf({ outcome, body }: Reply, lose: (text: string) => DeathError): Buffer {
  const text = () => body.toString();
  switch (outcome) {
    case Outcome.done:
      return body;
    case Outcome.refused: {
      const { where, expected, got } = JSON.parse(text());
      throw new InvalidValueError(where, expected, got);
    }
    case Outcome.failed:
      throw new Error(text());
    case Outcome.unservable:
      throw new UnservableError(text());
    case Outcome.broken:
      throw lose(text());
    default:
      throw lose(`its process sent a reply of an unknown kind, ${outcome}`);
  }
}

/** Lets the process that watches over a worker go on, which an environment may have halted. @param pid - its number */
function wake(pid: number): void {
  try {
    process.kill(pid, "SIGCONT");
  } catch {
    // It has ended.
  }
}
