import { connect as connectHttp2 } from "node:http2";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import type { Rng } from "../../../envs/index.js";
import { connect, type GrpcService } from "../../server/support/grpc-service.js";
import { openSession, sessionRequest } from "../../server/support/session.js";
import { openStream } from "../../server/support/stream.js";
import { fuzzStreams, fuzzUnary, fuzzWorlds } from "./fuzz.js";
import { hostileText } from "./samples.js";

/** Something that a hostile client does once; whether it succeeds is not its business. */
export type Attack = (service: GrpcService, address: string, rng: Rng) => Promise<void>;

const raw = (bytes: Buffer) => bytes;

const settled = async (work: Promise<unknown>): Promise<void> => {
  await work.catch(() => {});
};

/** A message of so many empty fields. */
const manyFields = Buffer.alloc(4_000_000, Buffer.from([66, 0]));

/** Attacks that a server bears without slowing others by more than their share. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  async texts(service, _, rng) {
    await settled(service.closeSession({ sessionId: hostileText(rng) }));
  },
  async "narrow ranges"(service) {
    const options = { mixture_components: 1, min_target_velocity: 1, max_target_velocity: 1 };
    const agents = { kind: { $case: "sampled", value: { count: 10_000, seed: 0 } } } as const;
    await settled(service.describeEnvironment({ environmentId: "half-cheetah-velocity", options, agents }));
  },
  async "many fields"({ client }) {
    const path = "/rmdp.v1.EnvironmentService/CreateSession";
    await new Promise<void>((resolve) => {
      client.makeUnaryRequest(path, raw, raw, manyFields, () => resolve());
    });
  },
  async "many environments"(service) {
    const request = sessionRequest({ environmentId: "humanoid-direction", numEnvironments: 300 });
    const created = await service.createSession(request).catch(() => undefined);
    if (created !== undefined) await settled(service.closeSession({ sessionId: created.sessionId }));
  },
  async "many sessions"(service) {
    const creating = Array.from({ length: 40 }, () => service.createSession(sessionRequest()));
    const created = await Promise.allSettled(creating);
    await Promise.all(
      created.map((result) =>
        result.status === "fulfilled"
          ? settled(service.closeSession({ sessionId: result.value.sessionId }))
          : undefined,
      ),
    );
  },
  async "forged states and superseded streams"(service) {
    const session = await openSession(service);
    await session.reset();
    const states = await session.save();
    await settled(session.restore(states.map((state) => state.slice(0, -1))));
    const newer = openStream(service);
    await settled(newer.attach(session.id));
    newer.end();
    await settled(session.close());
  },
  async "beginnings of messages"(_, address) {
    const session = connectHttp2(`http://${address}`);
    session.on("error", () => {});
    for (let i = 0; i < 20; i++) {
      const path = "/rmdp.v1.EnvironmentService/Interact";
      const headers = {
        ":method": "POST",
        ":path": path,
        "content-type": "application/grpc",
        te: "trailers",
      };
      const stream = session.request(headers, { endStream: false });
      stream.on("error", () => {});
      stream.write(Buffer.from([0, 0, 255, 255, 255, ...Buffer.alloc(1000)]));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    session.destroy();
  },
  async "undecodable messages"({ client }) {
    const message = Buffer.from(
      new BinaryWriter()
        .uint32(10)
        .uint32(2 ** 30)
        .finish(),
    );
    await new Promise<void>((resolve) => {
      client.makeUnaryRequest("/rmdp.v1.EnvironmentService/RenewLease", raw, raw, message, () => resolve());
    });
  },
  async fuzz(_, address, rng) {
    await fuzzUnary(address, 100, rng);
    await fuzzStreams(address, 80, rng);
    await fuzzWorlds(address, 80, rng);
  },
};

/** Does each attack a number of times. */
export async function attack(address: string, rounds: number, rng: Rng): Promise<void> {
  const service = connect(address);
  for (let i = 0; i < rounds; i++) {
    for (const once of Object.values(ATTACKS)) await once(service, address, rng);
  }
  service.close();
}
