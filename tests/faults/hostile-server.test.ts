// A server that lies, in each way that it can: one sentence that names it, the field, and where; nothing is learnt of it.
import { describe, expect, it, onTestFinished } from "vitest";
import { type EnvironmentsConfig, grpcTransport, openEnvironments } from "../../client/index.js";
import {
  CONTRACT_REVISION,
  ContractError,
  type DataType,
  errorToStatus,
  type InteractResponse,
  type Status,
} from "../../proto/index.js";
import { tunnelSpec } from "./support/honest-answers.js";
import { END, type Lies, startHostileServer } from "./support/hostile-server.js";
import {
  finishLie,
  flags,
  float32,
  float64,
  int32,
  perturbedOption,
  responseLie,
  sessionLie,
  sparseLie,
  specLie,
  stepLie,
  zerosWith,
} from "./support/lies.js";
import { trainInTunnel } from "./support/tunnel-run.js";

const MANY = 2 ** 32 - 1;
const ENV = '(env "tunnel")';
const at = (step: number) => `(env "tunnel", step ${step})`;

/** Whose text ends in what a server must not be believed. */
type Case = readonly [lie: string, lies: Lies, sentence: string];

const DESCRIPTIONS: readonly Case[] = [
  [
    "no environment",
    { describe: () => ({ spec: undefined, agentParameters: undefined }) },
    "spec: expected an environment, got nothing",
  ],
  [
    "no agents",
    specLie(() => ({ numAgents: 0 })),
    "spec.num_agents: expected a number from 1 to 16777216, got 0",
  ],
  [
    "agents without number",
    specLie(() => ({ numAgents: MANY })),
    `spec.num_agents: expected a number from 1 to 16777216, got ${MANY}`,
  ],
  [
    "actions without number",
    specLie(() => ({ actionSpace: { kind: { $case: "discrete", value: { n: MANY } } } })),
    `spec.action_space.n: expected a number from 1 to 1048576, got ${MANY}`,
  ],
  [
    "no actions",
    specLie(() => ({ actionSpace: { kind: { $case: "discrete", value: { n: 0 } } } })),
    "spec.action_space.n: expected a number from 1 to 1048576, got 0",
  ],
  [
    "no space of actions",
    specLie(() => ({ actionSpace: undefined })),
    "spec.action_space: expected a box or a discrete space, got nothing",
  ],
  ...([[], [0], [MANY], [2, 2], new Array(50).fill(2)] as number[][]).map((shape): Case => {
    const value = { dtype: 5, shape, low: float64([1], [0]), high: float64([1], [1]) };
    const got = `[${shape.join(", ")}]`;
    return [
      `observations of shape ${got}`,
      specLie(() => ({ observationSpace: { kind: { $case: "box", value } } })),
      `spec.observation_space: expected shape [d] with d from 1 to 1048576, got ${got}`,
    ];
  }),
  [
    "observations that are no array",
    specLie(() => ({ observationSpace: { kind: { $case: "discrete", value: { n: 3 } } } })),
    "spec.observation_space: expected a box of shape [d], got a discrete space",
  ],
  [
    "bounds of another shape",
    specLie(({ observationSpace }) => {
      const { kind } = observationSpace!;
      if (kind?.$case !== "box") throw new Error("expected a box");
      return {
        observationSpace: { kind: { $case: "box", value: { ...kind.value, low: float64([3], [0, 0, 0]) } } },
      };
    }),
    "spec.observation_space.low: expected shape [2], got [3]",
  ],
  [
    "bounds that are none",
    specLie(() => {
      const value = { dtype: 5, shape: [2], low: float64([1], [Number.NaN]), high: float64([1], [1]) };
      return { observationSpace: { kind: { $case: "box", value } } };
    }),
    "spec.observation_space: expected bounds with low ≤ high, got NaN and 1",
  ],
  [
    "a range without an end",
    specLie(() => ({ options: [perturbedOption({ minimum: 1, maximum: Number.NaN })] })),
    "spec.options[0].perturbation_range: expected finite numbers, the minimum at most the maximum, got 1 and NaN",
  ],
  [
    "a range that ends before it begins",
    specLie(() => ({ options: [perturbedOption({ minimum: 2, maximum: 1 })] })),
    "spec.options[0].perturbation_range: expected finite numbers, the minimum at most the maximum, got 2 and 1",
  ],
  [
    "a time that is none",
    specLie(() => ({ dt: Number.NaN })),
    "spec.dt: expected a number of seconds from 0, got NaN",
  ],
  [
    "returns that count for nothing",
    specLie(() => ({ reportScale: 0 })),
    "spec.report_scale: expected a finite number other than 0, got 0",
  ],
  [
    "a parameter whose name obeys terminals",
    specLie(({ agentParameters: [parameter] }) => ({
      agentParameters: [{ ...parameter, name: "\x1b[2Jhope\r\u202e" }],
    })),
    'spec.agent_parameters[0].name: expected a name of 1 to 200 characters that can be read, got "\\u{1b}[2Jhope\\r\\u{202e}"',
  ],
  [
    "a parameter without range",
    specLie(({ agentParameters: [parameter] }) => ({
      agentParameters: [{ ...parameter, minimum: Number.NaN }],
    })),
    "spec.agent_parameters[0]: expected a minimum that is at most the maximum, got NaN and 1",
  ],
  [
    "infos of no type",
    specLie(({ infos: [info] }) => ({ infos: [{ ...info, dtype: 99 as DataType }] })),
    "spec.infos[0].dtype: expected one of the contract's, got 99",
  ],
  [
    "infos without end",
    specLie(({ infos: [info] }) => ({ infos: [{ ...info, shape: [65536, 65536] }] })),
    "spec.infos[0].shape: expected one of at most 1048576 numbers, got one of 4294967296",
  ],
];

const SESSIONS: readonly Case[] = [
  [
    "no id",
    sessionLie(() => ({ sessionId: "" })),
    "session_id: expected one that later requests can name, got none",
  ],
  ["no environment", sessionLie(() => ({ spec: undefined })), "spec: expected an environment, got nothing"],
  [
    "other agents than asked for",
    sessionLie(() => ({ spec: tunnelSpec(5) })),
    "spec.num_agents: expected 4, got 5",
  ],
  ...[Number.NaN, 0, -1].map(
    (leaseSeconds): Case => [
      `a lease of ${leaseSeconds}`,
      sessionLie(() => ({ leaseSeconds })),
      `lease_seconds: expected a number above 0, got ${leaseSeconds}`,
    ],
  ),
  [
    "no θ",
    sessionLie(() => ({ agentParameters: undefined })),
    "agent_parameters: expected FLOAT64 [4, 1], got nothing",
  ],
  [
    "a θ of another shape",
    sessionLie(() => ({ agentParameters: float64([3, 1], [0, 0, 0]) })),
    "agent_parameters: expected shape [4, 1], got [3, 1]",
  ],
  [
    "a θ that is no number",
    sessionLie(() => ({ agentParameters: float64([4, 1], [0, 0, Number.NaN, 0]) })),
    'agent_parameters: expected finite numbers, got NaN for "hope" of agent 2',
  ],
];

const dense = (index: number, value: number) => ({
  rewards: { encoding: { $case: "dense", value: float32([8, 4], zerosWith(32, index, value)) } } as const,
});

const STEPS_OF: readonly Case[] = [
  [
    "rewards that are no numbers",
    stepLie(() => dense(11, Number.NaN), 3),
    `rewards: expected finite numbers, got NaN for agent 3 in environment 2 ${at(3)}`,
  ],
  [
    "rewards without end",
    stepLie(() => dense(0, Number.NEGATIVE_INFINITY), 2),
    `rewards: expected finite numbers, got -Infinity for agent 0 in environment 0 ${at(2)}`,
  ],
  [
    "no rewards",
    stepLie(() => ({ rewards: undefined })),
    `rewards: expected FLOAT32 [8, 4], got nothing ${at(1)}`,
  ],
  [
    "observations of another shape",
    stepLie(() => ({ observations: float32([8, 3], new Float32Array(24)) })),
    `observations: expected shape [8, 2], got [8, 3] ${at(1)}`,
  ],
  [
    "observations of fewer bytes",
    stepLie(({ observations }) => ({ observations: { ...observations!, data: new Uint8Array(3) } })),
    `observations.data: expected 64 bytes, got 3 ${at(1)}`,
  ],
  [
    "observations that are no numbers",
    stepLie(() => ({ observations: float32([8, 2], zerosWith(16, 7, Number.POSITIVE_INFINITY)) })),
    `observations: expected finite numbers, got Infinity for component 1 in environment 3 ${at(1)}`,
  ],
  [
    "flags that are neither",
    stepLie(() => ({ terminated: flags([0, 0, 7, 0, 0, 0, 0, 0]) })),
    `terminated: expected 0 or 1, got 7 in environment 2 ${at(1)}`,
  ],
  [
    "an end that nobody is told of",
    stepLie(() => ({ terminated: flags([0, 1, 0, 0, 0, 0, 0, 0]) })),
    `finished: expected environment 1, which ended, got nothing of it ${at(1)}`,
  ],
  [
    "an end that was none",
    stepLie(({ finished }) => (finished ? { truncated: flags([1, 1, 1, 1, 1, 1, 1, 0]) } : {})),
    `finished: expected only environments that ended, got environment 7 ${at(5)}`,
  ],
  [
    "a finished environment that is not there",
    finishLie(() => ({ environments: int32([0, 1, 2, 3, 4, 5, 6, 99]) })),
    `finished.environments: expected environments from 0 to 7, ascending, got 99 ${at(5)}`,
  ],
  [
    "a finished environment twice",
    finishLie(() => ({ environments: int32([0, 1, 2, 3, 4, 5, 6, 6]) })),
    `finished.environments: expected environments from 0 to 7, ascending, got 6 ${at(5)}`,
  ],
  [
    "an episode of negative length",
    finishLie(() => ({ lengths: int32([5, 5, 5, -1, 5, 5, 5, 5]) })),
    `finished.lengths: expected 1 to 5 steps, got -1 in environment 3 ${at(5)}`,
  ],
  [
    "an episode beyond its limit",
    finishLie(() => ({ lengths: int32([5, 5, 5, 5, 5, 5, 5, 6]) })),
    `finished.lengths: expected 1 to 5 steps, got 6 in environment 7 ${at(5)}`,
  ],
  [
    "returns that are no numbers",
    finishLie(() => ({
      returns: { encoding: { $case: "dense", value: float32([8, 4], zerosWith(32, 31, Number.NaN)) } },
    })),
    `finished.returns: expected finite numbers, got NaN for agent 3 in environment 7 ${at(5)}`,
  ],
  [
    "no last observations",
    finishLie(() => ({ finalObservations: undefined })),
    `finished.final_observations: expected FLOAT32 [8, 2], got nothing ${at(5)}`,
  ],
  [
    "a time that is none",
    stepLie(() => ({ seconds: Number.NaN })),
    `seconds: expected a number from 0, got NaN ${at(1)}`,
  ],
];

const bytes = (...values: number[]) => Uint8Array.from(values);
const SPARSE: readonly Case[] = [
  ["of another matrix", sparseLie({ numAgents: 5 }), "rewards: expected shape [8, 4], got [8, 5]"],
  [
    "of no type",
    sparseLie({ indexDtype: 99 as DataType }),
    "rewards.index_dtype: expected UINT8, UINT16 or INT32, got another",
  ],
  [
    "in a row that is not there",
    sparseLie({ rows: bytes(2, 99) }),
    "rewards.rows: expected rows from 0 to 7, ascending, got 99",
  ],
  [
    "in a row twice",
    sparseLie({ rows: bytes(2, 2) }),
    "rewards.rows: expected rows from 0 to 7, ascending, got 2",
  ],
  [
    "with fewer counts than rows",
    sparseLie({ counts: bytes(3) }),
    "rewards.counts: expected 2, one a row, got 1",
  ],
  [
    "with counts beyond the agents",
    sparseLie({ counts: bytes(1, 200) }),
    "rewards.counts: expected 0 to 4 entries in row 5, got 200",
  ],
  [
    "with fewer agents than counts",
    sparseLie({ agents: bytes(1) }),
    "rewards.agents: expected 3, the sum of counts, got 1",
  ],
  [
    "of an agent that is not there",
    sparseLie({ agents: bytes(1, 0, 200) }),
    "rewards.agents: expected agents from 0 to 3, ascending, got 200 in row 5",
  ],
  [
    "of an agent twice",
    sparseLie({ agents: bytes(1, 3, 3) }),
    "rewards.agents: expected agents from 0 to 3, ascending, got 3 in row 5",
  ],
  [
    "with too many values",
    sparseLie({ values: new Uint8Array(16) }),
    "rewards.values: expected 2, one a row, or 3, one an entry, got 4",
  ],
  [
    "with half a value",
    sparseLie({ values: new Uint8Array(6) }),
    "rewards.values: expected a multiple of 4 bytes, got 6",
  ],
  [
    "that are no numbers",
    sparseLie({ values: new Uint8Array(Float32Array.of(Number.NaN, 1).buffer) }),
    "rewards: expected finite numbers, got NaN for agent 1 in environment 2",
  ],
].map(([lie, lies, sentence]) => [lie as string, lies as Lies, `${sentence} ${at(1)}`] as const);

const failure = (sequence: number, value: Status): InteractResponse => ({
  sequence,
  result: { $case: "error", value },
});
const unknown = (message: string): Status => ({ code: 13, message, details: [] });

const CONVERSATIONS: readonly Case[] = [
  [
    "answers with another number",
    responseLie("step", (truth) => [{ ...truth, sequence: 77 }]),
    "sequence: expected 3, got 77",
  ],
  [
    "answers something else",
    responseLie("step", ({ sequence }) => [
      { sequence, result: { $case: "saveState", value: { states: [] } } },
    ]),
    "result: expected that of step 3, got saveState",
  ],
  [
    "answers nothing in particular",
    responseLie("step", ({ sequence }) => [{ sequence, result: undefined }]),
    "result: expected that of step 3, got none",
  ],
  [
    "attaches by another number",
    responseLie("attach", (truth) => [{ ...truth, sequence: 4 }]),
    "sequence: expected 0 with attach, got 4",
  ],
  [
    "does not attach",
    responseLie("attach", ({ sequence }) => [
      { sequence, result: { $case: "saveState", value: { states: [] } } },
    ]),
    "result: expected that of attach, got saveState",
  ],
  [
    "fails for no reason of the contract",
    responseLie("step", ({ sequence }) => [failure(sequence, unknown("the dog ate it"))]),
    'step 3: expected an error with a reason of the contract, got "the dog ate it" (code 13)',
  ],
  [
    "refuses the stream for no reason of the contract",
    responseLie("attach", () => [failure(0, unknown("no"))]),
    'attach: expected an error with a reason of the contract, got "no" (code 13)',
  ],
  [
    "has a reason that is none",
    responseLie("step", ({ sequence }) => [
      failure(
        sequence,
        errorToStatus({
          ...new ContractError("RENDER", ""),
          reason: "constructor",
          message: "x",
          code: 13,
        } as never),
      ),
    ]),
    'step 3: expected an error with a reason of the contract, got "x" (code 13)',
  ],
  [
    "has details that cannot be read",
    responseLie("step", ({ sequence }) => [
      failure(sequence, {
        code: 13,
        message: "x",
        details: [{ typeUrl: "type.googleapis.com/google.rpc.ErrorInfo", value: bytes(255, 255) }],
      }),
    ]),
    'step 3: expected an error with a reason of the contract, got "x" (code 13)',
  ],
  [
    "has first observations that are no numbers",
    responseLie("reset", ({ sequence }) => [
      {
        sequence,
        result: {
          $case: "reset",
          value: { observations: float32([8, 2], zerosWith(16, 0, Number.NaN)), infos: {} },
        },
      },
    ]),
    `observations: expected finite numbers, got NaN for component 0 in environment 0 ${at(0)}`,
  ],
  [
    "saves too few states",
    responseLie("saveState", ({ sequence }) => [
      { sequence, result: { $case: "saveState", value: { states: [bytes(1)] } } },
    ]),
    `states: expected 8 of them, got 1 ${at(0)}`,
  ],
  [
    "saves empty states",
    responseLie("saveState", ({ sequence }) => [
      { sequence, result: { $case: "saveState", value: { states: new Array(8).fill(bytes()) } } },
    ]),
    `states[0]: expected a state, got 0 bytes ${at(0)}`,
  ],
];

/** Checks that a run ends with a sentence of the server, and leaves nothing that was learnt from the lie. */
async function expectExposed(lies: Lies, sentence: string): Promise<void> {
  const { address } = await startHostileServer(lies);
  const { error, checkpoints } = await trainInTunnel(address);
  expect(error?.message).toBe(`server ${address}: ${sentence}`);
  expect(checkpoints).toBe(0);
}

it("one that tells the truth is learnt from", async () => {
  const { address } = await startHostileServer({});
  expect(await trainInTunnel(address)).toEqual({ error: undefined, checkpoints: 1 });
});

describe("an environment that cannot be", () => {
  it.each(DESCRIPTIONS)("%s", async (_, lies, sentence) => expectExposed(lies, `${sentence} ${ENV}`));
});

describe("a session that cannot be", () => {
  it.each(SESSIONS)("%s", async (_, lies, sentence) => expectExposed(lies, `${sentence} ${ENV}`));
});

describe("a step that cannot be", () => {
  it.each(STEPS_OF)("%s", async (_, lies, sentence) => expectExposed(lies, sentence));
});

describe("sparse rewards that cannot be", () => {
  it.each(SPARSE)("%s", async (_, lies, sentence) => expectExposed(lies, sentence));
});

describe("a server that", () => {
  it.each(CONVERSATIONS)("%s", async (_, lies, sentence) => expectExposed(lies, sentence));
});

describe("a message that takes long to decode", () => {
  /** Of field 100, which nobody knows: empty, of no bytes. */
  const EMPTY = Buffer.alloc(3 * 4_000_000, Buffer.of(0xa2, 0x06, 0x00));
  const MOST = "more than 262144 tags, lengths and numbers";
  it.each<[string, Lies]>([
    ["as who the server is", { info: () => EMPTY }],
    ["as an environment", { describe: () => EMPTY }],
    ["as a session", { create: () => EMPTY }],
    ["in the stream", responseLie("step", () => [EMPTY])],
  ])("%s", async (_, lies) =>
    expectExposed(lies, `expected a message of the contract, got one that is none: ${MOST}`),
  );
});

it("a message that is none of Protobuf's", () =>
  expectExposed(
    responseLie("step", () => [Buffer.of(0x08)]),
    "expected a message of the contract, got one that is none: premature EOF",
  ));

describe("what is nobody's fault", () => {
  it.each<[string, Lies]>([
    ["no limits", { info: (truth) => ({ ...truth, limits: undefined }) }],
    [
      "limits of nothing",
      {
        info: (truth) => ({
          ...truth,
          limits: { ...truth.limits!, maxLeaseSeconds: 0, maxRequestSeconds: Number.NaN },
        }),
      },
    ],
    ["a lease of an eternity", sessionLie(() => ({ leaseSeconds: 1e300 }))],
    ["a lease of a moment", sessionLie(() => ({ leaseSeconds: 1e-9 }))],
    ["sparse rewards", sparseLie({})],
    [
      "a stream that ends with OK now and then",
      { respond: (truth, _, count) => (truth.result?.$case === "step" && count % 9 === 0 ? END : [truth]) },
    ],
  ])("%s", async (_, lies) => {
    const { address } = await startHostileServer(lies);
    expect((await trainInTunnel(address)).error).toBeUndefined();
  });
});

describe("texts", () => {
  const TEXT = `\x1b]0;mine\x07\u202e${"x".repeat(3000)}`;
  const SHOWN = /^\\u\{1b\}\]0;mine\\u\{7\}\\u\{202e\}x{900,1000}… \(\d+ characters\)$/;

  it.each<[string, (text: string) => Lies, string]>([
    [
      "of refusals",
      (text) => ({ create: () => errorToStatus(new ContractError("INVALID_VALUE", text)) }),
      TEXT,
    ],
    [
      "of errors in a stream, however long",
      (text) =>
        responseLie("reset", ({ sequence }) => [
          failure(sequence, errorToStatus(new ContractError("INVALID_VALUE", text))),
        ]),
      TEXT + "x".repeat(5_000_000),
    ],
  ])("%s are cut and made visible", async (_, lies, text) => {
    const { address } = await startHostileServer(lies(text));
    expect((await trainInTunnel(address)).error?.message).toMatch(SHOWN);
  });

  it("of versions too", async () => {
    const { address } = await startHostileServer({
      info: (truth) => ({ ...truth, contract: "rmdp.v9\n\n", serverVersion: "v".repeat(5000) }),
    });
    const { error } = await trainInTunnel(address);
    expect(error?.message).toBe(
      `server ${address}: expected contract rmdp.v1, revision 1 or later, got rmdp.v9\\n\\n, revision ${CONTRACT_REVISION}: ` +
        `upgrade it (it is caucus ${"v".repeat(100)}… (5000 characters)) or use an older client`,
    );
  });

  it("of a failure that gRPC reports", async () => {
    const { address } = await startHostileServer({ describe: () => new Error("\x1b[31mno\r") });
    // It could be the connection's, so that it is tried again.
    const transport = grpcTransport(address);
    onTestFinished(() => transport.close());
    const request = { environmentId: "tunnel", options: {}, agents: undefined };
    await expect(transport.describeEnvironment(request)).rejects.toThrow(
      `server ${address}: \\u{1b}[31mno\\r (INTERNAL)`,
    );
  });
});

describe("infos, pictures and numbers of answers that cannot be", () => {
  const CONFIG: EnvironmentsConfig = {
    environmentId: "tunnel",
    options: {},
    numEnvs: 2,
    seed: 0,
    numAgents: 4,
    agentsSeed: 0,
    infos: ["place"],
  };

  async function open(lies: Lies) {
    const { address } = await startHostileServer(lies);
    const transport = grpcTransport(address);
    const environments = await openEnvironments([transport], CONFIG);
    onTestFinished(async () => {
      await environments.close();
      transport.close();
    });
    await environments.reset();
    return { address, environments };
  }

  it.each<Case>([
    ["none", stepLie(() => ({ infos: {} })), 'infos["place"]: expected INT32 [2, 1], got nothing'],
    [
      "others",
      stepLie(() => ({ infos: { toString: int32([0, 0]) } })),
      'infos["place"]: expected INT32 [2, 1], got nothing',
    ],
    [
      "of another shape",
      stepLie(() => ({ infos: { place: int32([0, 0]) } })),
      'infos["place"]: expected shape [2, 1], got [2]',
    ],
    [
      "of another type",
      stepLie(() => ({ infos: { place: float32([2, 1], [0, 0]) } })),
      'infos["place"]: expected INT32, got FLOAT32',
    ],
  ])("%s", async (_, lies, sentence) => {
    const { address, environments } = await open(lies);
    await expect(environments.step(new Int32Array(2))).rejects.toThrow(
      `server ${address}: ${sentence} ${at(1)}`,
    );
  });

  it("more answers than there were questions", async () => {
    const flood = responseLie("step", (truth) => new Array(1000).fill(truth));
    const { address, environments } = await open(flood);
    // The others come while the second step is waited for, or before it is sent.
    await environments.step(new Int32Array(2));
    await expect(environments.step(new Int32Array(2))).rejects.toThrow(
      new RegExp(
        `^server ${address}: sequence: expected (no response, since none is due|\\d), got (one with )?3$`,
      ),
    );
  });

  it("none of the last step", async () => {
    const { address, environments } = await open(finishLie(() => ({ finalInfos: {} })));
    for (let i = 0; i < 4; i++) await environments.step(new Int32Array(2));
    await expect(environments.step(new Int32Array(2))).rejects.toThrow(
      `server ${address}: finished.final_infos["place"]: expected INT32 [2, 1], got nothing ${at(5)}`,
    );
  });

  it.each<[string, number[], number, string]>([
    ["of a lying size", [1, 4, 6, 3], 7, "frames.data: expected 72 bytes, got 7"],
    ["of no size", [1, 0, 6, 3], 0, "frames: expected pictures of 1 to 16384 pixels a side, got 0 × 6"],
    ["of too many", [2, 4, 6, 3], 144, "frames: expected shape [1, any, any, 3], got [2, 4, 6, 3]"],
  ])("a picture %s", async (_, shape, length, sentence) => {
    const frames = { dtype: 2, shape, data: new Uint8Array(length) };
    const { address, environments } = await open(
      responseLie("render", ({ sequence }) => [{ sequence, result: { $case: "render", value: { frames } } }]),
    );
    await expect(environments.render(0)).rejects.toThrow(`server ${address}: ${sentence} ${at(0)}`);
  });
});

it("servers that differ in what must be one", async () => {
  const one = await startHostileServer({});
  const other = await startHostileServer(
    sessionLie(() => ({ agentParameters: float64([4, 1], [1, 1, 1, 1]) })),
  );
  const transports = [one, other].map(({ address }) => grpcTransport(address));
  onTestFinished(() => transports.forEach((transport) => void transport.close()));
  const config = {
    environmentId: "tunnel",
    options: {},
    numEnvs: 4,
    seed: 0,
    numAgents: 4,
    agentsSeed: 0,
    infos: [],
  };
  await expect(openEnvironments(transports, config)).rejects.toThrow(
    `server ${other.address}: agent_parameters: expected what the other servers have, got another`,
  );
});
