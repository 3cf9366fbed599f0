import type { Logger } from "../../serving/base/log.js";
import { DeathError } from "../base/death-error.js";
import { createFairQueue } from "../threads/fair-queue.js";
import { connectWorker, type WorkerConnection } from "./connection.js";
import { examine, type PythonDescription, play } from "./describe.js";
import type { ForkServer } from "./fork-server.js";
import { json, Kind } from "./messages.js";
import { within } from "./within.js";

/** Processes at a time that try out environments. */
const PARALLELISM = 4;
/** Seconds for an episode that is tried out. */
const PLAY_SECONDS = 4;

/** Tries out environments written in Python, each in a process that ends afterwards. */
export interface Workshop {
  /** @returns the path of the socket that makes processes; @throws InvalidValueError if Python does not start */
  socket(): Promise<string>;
  /**
   * @param name - MODULE:ENV, or an id of Gymnasium's
   * @param options - some of its options
   * @param client - clients take turns
   * @throws UnservableError or DeathError
   */
  describe(
    name: string,
    options: Readonly<Record<string, unknown>>,
    client: string,
  ): Promise<PythonDescription>;
  /**
   * Lets an environment draw agents.
   * @returns θ, [n, m]
   * @throws DeathError
   */
  sampleAgents(name: string, agents: DrawnAgents, client: string): Promise<Float64Array>;
  /** Ends all that is going on. */
  close(): void;
}

/** Agents that an environment is to draw. */
export interface DrawnAgents {
  /** n. */
  readonly count: number;
  readonly seed: number;
  /** m. */
  readonly numObjectives: number;
}

/** @param maxSeconds - seconds that an answer may take */
export function createWorkshop(forkServer: ForkServer, maxSeconds: number, log: Logger): Workshop {
  const queue = createFairQueue(PARALLELISM);
  const connections = new Set<WorkerConnection>();
  let closed = false;

  /** Does work in a process of its own. */
  function inWorker<T>(client: string, work: (connection: WorkerConnection) => Promise<T>): Promise<T> {
    return queue.run(client, async () => {
      const connection = await connectWorker(await forkServer.socket());
      connections.add(connection);
      try {
        if (closed) throw new DeathError("the server is shutting down");
        return await work(connection);
      } finally {
        connections.delete(connection);
        connection.kill();
      }
    });
  }

  async function played(
    connection: WorkerConnection,
    description: PythonDescription,
  ): Promise<PythonDescription> {
    const { spec } = description;
    try {
      const seconds = Math.min(PLAY_SECONDS, maxSeconds);
      const { infos, waits } = await within(connection, seconds, () => play(connection));
      return { ...description, spec: { ...spec, infos }, waits };
    } catch (error) {
      if (!(error instanceof DeathError)) throw error;
      log.warn(
        { environment: spec.id, reason: error.message },
        "an environment broke when an episode was tried",
      );
      return description;
    }
  }

  return {
    socket: () => forkServer.socket(),
    describe: (name, options, client) =>
      inWorker(client, async (connection) => {
        const found = await within(connection, maxSeconds, () => examine(connection, name, options));
        return played(connection, found);
      }),
    sampleAgents: (name, agents, client) =>
      inWorker(client, async (connection) => {
        const asked = () => connection.ask(Kind.sample, json({ name, ...agents }));
        const body = await within(connection, maxSeconds, asked);
        return new Float64Array(body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength));
      }),
    close() {
      closed = true;
      for (const connection of connections) connection.kill("the server is shutting down");
      forkServer.close();
    },
  };
}
