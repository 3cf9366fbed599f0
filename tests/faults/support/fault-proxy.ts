import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import { createLane, createPace, type Lane, type Pace } from "./lane.js";

/** Up is from the client to the server. */
export type Direction = "up" | "down";

/** A TCP proxy between a client and a server, which does to their connections what networks do. */
export interface FaultProxy {
  /** Where clients connect. */
  readonly address: string;
  /** Connections accepted so far. */
  readonly accepted: number;
  /** Breaks every connection, with a reset or an orderly end. */
  cut(how: "reset" | "end"): void;
  /** Tells one end that the other has nothing more to say, on every connection. */
  halfClose(direction: Direction): void;
  /** Every connection there is carries nothing any more, not even its end: both ends believe in it. */
  strand(): void;
  /** Each piece of data takes so much longer, in milliseconds. */
  delay(direction: Direction, milliseconds: number): void;
  /** At most so many bytes a second. */
  throttle(direction: Direction, bytesPerSecond: number): void;
  /** Whether to accept connections, rather than reset them. */
  accept(accepting: boolean): void;
  /** Once so many more bytes have passed, and before the next, does something. */
  after(direction: Direction, bytes: number, act: () => void): void;
  close(): Promise<void>;
}

/** @param target - the server's address, host:port */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const [host, port] = target.split(":");
  const connections = new Set<Connection>();
  const pace: Record<Direction, Pace> = { up: createPace(), down: createPace() };
  let accepting = true;
  let accepted = 0;

  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (!accepting) return void client.resetAndDestroy();
    accepted++;
    const server = createConnection({ host, port: Number(port), allowHalfOpen: true, noDelay: true });
    const connection = {
      client,
      server,
      up: createLane(client, server, pace.up),
      down: createLane(server, client, pace.down),
    };
    connections.add(connection);
    for (const socket of [client, server]) {
      socket.once("close", () => {
        if (client.closed && server.closed) connections.delete(connection);
      });
    }
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");

  const proxy: FaultProxy = {
    address: `127.0.0.1:${(listener.address() as AddressInfo).port}`,
    get accepted() {
      return accepted;
    },
    cut(how) {
      for (const { client, server } of connections) {
        for (const socket of [client, server]) {
          if (how === "reset") socket.resetAndDestroy();
          else socket.destroy();
        }
      }
    },
    halfClose(direction) {
      for (const connection of connections) connection[direction].end();
    },
    strand() {
      for (const { up, down } of connections) for (const lane of [up, down]) lane.strand();
    },
    delay(direction, milliseconds) {
      pace[direction].delay = milliseconds;
    },
    throttle(direction, bytesPerSecond) {
      pace[direction].bytesPerSecond = bytesPerSecond;
    },
    accept(open) {
      accepting = open;
    },
    after(direction, bytes, act) {
      pace[direction].trigger = { bytes, act };
    },
    async close() {
      listener.close();
      proxy.cut("reset");
      await once(listener, "close");
    },
  };
  return proxy;
}

interface Connection extends Record<Direction, Lane> {
  readonly client: Socket;
  readonly server: Socket;
}
