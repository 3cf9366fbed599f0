import { setTimeout as sleep } from "node:timers/promises";
import type { ServerDuplexStream } from "@grpc/grpc-js";
import type { CallContext } from "./call-context.js";

/** Passes a stream's messages on until either side ends it. */
export function pump<Request, Response>(
  serve: (requests: AsyncIterable<Request>) => AsyncIterable<Response>,
  call: ServerDuplexStream<Request, Response>,
  { statusOf, failed }: Pick<CallContext<unknown>, "statusOf" | "failed">,
): void {
  const outlet = createOutlet(call);
  const carry = async () => {
    // The call must survive when the service ends the stream, so that its status can still be sent.
    const requests: AsyncIterable<Request> = call.iterator({ destroyOnReturn: false });
    for await (const response of serve(requests)) if (!(await outlet.send(response))) return;
  };
  carry()
    .then(
      () => outlet.end(),
      (error) => outlet.end(statusOf(error)),
    )
    .catch(failed);
}

/** Sends the responses of a stream. */
interface Outlet<Response> {
  /**
   * Sends a response. At most one response waits to be sent while the next one is made.
   * @returns whether the client is still connected
   */
  send(response: Response): Promise<boolean>;
  /** Ends the stream with OK or an error. */
  end(error?: Error): Promise<void>;
}

/** Milliseconds for which a client that reads nothing can delay the end of a stream. */
const GOODBYE_MS = 1000;

function createOutlet<Response>(call: ServerDuplexStream<unknown, Response>): Outlet<Response> {
  let sent = Promise.resolve();
  let release = () => {};
  call.once("close", () => release());
  const write = (response: Response) =>
    new Promise<void>((resolve) => {
      release = resolve;
      call.write(response, () => resolve());
    });
  return {
    async send(response) {
      await sent;
      if (call.cancelled || call.destroyed) return false;
      sent = write(response);
      return true;
    },
    async end(error) {
      // Sending an error while a response is being sent would destroy the call without telling the client.
      await Promise.race([sent, sleep(GOODBYE_MS, undefined, { ref: false })]);
      if (error === undefined) call.end();
      else call.emit("error", error);
    },
  };
}
