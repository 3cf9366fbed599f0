import { describe, expect, it } from "vitest";
import { bytesToArray, DataType } from "../../proto/index.js";
import { VERSION } from "../../server/index.js";
import { discreteActions, sessionRequest } from "./support/session.js";
import { openStream } from "./support/stream.js";
import { transports } from "./support/transports.js";

describe.each(transports)("a client's first minute, $name", ({ name, host }) => {
  it("lists, creates, attaches, resets, steps and closes", async () => {
    const { service, close } = await host();
    const info = await service.getServerInfo({});
    expect(info).toMatchObject({ serverVersion: VERSION, contract: "rmdp.v1", contractRevision: 4 });
    expect(name).toContain(`${info.workers} workers`);

    const { environments } = await service.listEnvironments({});
    expect(environments.map(({ id }) => id)).toEqual([
      "resource-gathering",
      "half-cheetah",
      "hopper",
      "walker2d",
      "ant",
      "half-cheetah-velocity",
      "ant-direction",
      "humanoid-direction",
      "portfolio",
      "portfolio-regimes",
    ]);

    const session = await service.createSession(sessionRequest({ infos: ["position"], numEnvironments: 2 }));
    expect(session.spec).toEqual(environments[0]);
    expect(session.agentParameters).toMatchObject({ dtype: DataType.DATA_TYPE_FLOAT64, shape: [25, 1] });
    expect(session.sessionId.length).toBeGreaterThanOrEqual(22);

    const stream = openStream(service);
    expect(await stream.attach(session.sessionId)).toBe(1);
    const reset = await stream.request(1, { $case: "reset", value: { mask: undefined, seed: undefined } });
    expect(reset.observations).toMatchObject({ dtype: DataType.DATA_TYPE_FLOAT32, shape: [2, 29] });
    const step = await stream.request(2, { $case: "step", value: { actions: discreteActions([0, 3]) } });
    const { dtype, data } = step.infos.position;
    expect(dtype).toBe(DataType.DATA_TYPE_INT32);
    expect([...bytesToArray(DataType.DATA_TYPE_INT32, data)]).toEqual([3, 2, 4, 3]);
    expect(step.infos.visited).toBeUndefined();
    expect(step.finished).toBeUndefined();
    expect(step.seconds).toBeGreaterThan(0);

    await service.closeSession({ sessionId: session.sessionId });
    expect(await stream.receive()).toBeUndefined();
    stream.end();
    await close();
  });
});
