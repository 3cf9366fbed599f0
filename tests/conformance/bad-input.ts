import { describe, expect, test } from "vitest";
import {
  configureEnv,
  createRng,
  type EnvDefinition,
  EpisodeStateError,
  InvalidValueError,
  type OptionSpec,
  resolveAgents,
  type Space,
  spaceSize,
} from "../../envs/index.js";
import { createEnv, play, type Subject, sampleActions } from "./harness.js";

/** Bad input is refused with a text that says what was wrong, and nothing changes. */
export function describeBadInput(subject: Subject): void {
  const { definition, options } = subject;
  const kind = configureEnv(definition, options);
  const { spec } = kind;
  const context = `env "${spec.id}"`;

  describe("bad input", () => {
    test("stepping before the first reset", async () => {
      const env = await createEnv(subject);
      const error = (j: number) =>
        new EpisodeStateError("NOT_RESET", `environment ${j} was never reset: reset before stepping`);
      expect(() => play(env, 1)).toThrow(error(0));
      env.reset([1, 1, 0]);
      expect(() => play(env, 1)).toThrow(error(2));
    });

    test("actions that are too few, too many or no actions", async () => {
      const env = await createEnv(subject);
      env.reset();
      const before = [0, 1, 2].map((j) => env.save(j));
      const good = sampleActions(env, createRng(0));
      const refuse = (actions: number[], expected: string, got: string) =>
        expect(() => env.step(actions)).toThrow(new InvalidValueError("actions", expected, got));
      refuse([], `${good.length} numbers`, "0");
      refuse([...good, 0], `${good.length} numbers`, `${good.length + 1}`);
      for (const bad of badActions(spec.actionSpace)) {
        const size = spaceSize(spec.actionSpace);
        const at = spec.actionSpace.kind === "box" ? "[2, 0]" : "[2]";
        refuse(good.with(2 * size, bad), expectedActions(spec.actionSpace), `${bad} at ${at}`);
      }
      expect([0, 1, 2].map((j) => env.save(j))).toEqual(before);
    });

    test.runIf(spec.actionSpace.kind === "box")("box actions beyond the bounds are clipped", async () => {
      const [a, b] = [await createEnv(subject), await createEnv(subject)];
      a.reset();
      b.reset();
      const wild = sampleActions(a, createRng(0)).map((x) => 3 * x);
      const { low, high } = spec.actionSpace as Extract<Space, { kind: "box" }>;
      const clip = (x: number, i: number) =>
        Math.min(Math.max(x, low[i % low.length]), high[i % high.length]);
      expect(a.step(wild)).toEqual(b.step(wild.map(clip)));
    });

    test("options it does not have", () => {
      const known = definition.options.map(({ name }) => name).join(", ") || "no option";
      const error = new InvalidValueError("options", `only ${known}`, '"nonsense"', context);
      expect(() => configureEnv(definition, { nonsense: 1 })).toThrow(error);
    });

    test.each(definition.options)("values that option $name does not take", (option) => {
      const article = option.type === "integer" ? "an integer" : `a ${option.type}`;
      const expected = option.type === "boolean" ? article : `${article} in ${optionBounds(option)}`;
      for (const bad of badOptions(option)) {
        const got = typeof bad === "number" ? `${bad}` : JSON.stringify(bad);
        const error = new InvalidValueError(`options.${option.name}`, expected, got, context);
        expect(() => configureEnv(definition, { [option.name]: bad })).toThrow(error);
      }
    });

    test.each([0, -1, 1.5, Number.NaN])("%d agents", (count) => {
      const refused = expect(() => resolveAgents(kind, { count, seed: 0 }));
      refused.toThrow(InvalidValueError);
      refused.toThrow(/^agents\.count: expected .*, got .* \(env ".*"\)$/);
    });

    test("agents' parameters that are too few or out of range", () => {
      expectParameterErrors(definition, subject.options);
    });
  });
}

function badActions(space: Space): number[] {
  const { NaN: notANumber, POSITIVE_INFINITY, NEGATIVE_INFINITY } = Number;
  const never = [notANumber, POSITIVE_INFINITY, NEGATIVE_INFINITY];
  return space.kind === "box" ? never : [...never, -1, space.n, 0.5];
}

function expectedActions(space: Space): string {
  return space.kind === "box" ? "finite numbers" : `integers from 0 to ${space.n - 1}`;
}

function optionBounds({ minimum = -Infinity, maximum = Infinity }: OptionSpec): string {
  return `[${minimum}, ${maximum}]`;
}

function badOptions({ type, minimum, maximum }: OptionSpec): unknown[] {
  if (type === "boolean") return [0, "true", null];
  const beyond = [minimum === undefined ? [] : minimum - 1, maximum === undefined ? [] : maximum + 1].flat();
  return [...beyond, Number.NaN, "much", true, null, [1], ...(type === "integer" ? [1.5] : [])];
}

function expectParameterErrors(definition: EnvDefinition, options: Subject["options"]): void {
  const kind = configureEnv(definition, options);
  const columns = kind.spec.agentParameters;
  const context = `env "${definition.id}"`;
  const rows = `rows of ${columns.length} (${columns.map(({ name }) => name).join(", ")})`;
  const refuse = (parameters: number[], where: string, expected: string, got: string) =>
    expect(() => resolveAgents(kind, { parameters: Float64Array.from(parameters) })).toThrow(
      new InvalidValueError(where, expected, got, context),
    );

  refuse([], "agents.parameters", rows, "0 numbers");
  const good = columns.map(({ minimum }) => minimum);
  if (columns.length > 1) refuse(good.slice(1), "agents.parameters", rows, `${columns.length - 1} numbers`);
  columns.forEach(({ name, minimum, maximum, integer }, i) => {
    const expected = `${integer ? "a whole " : ""}${name} in [${minimum}, ${maximum}]`;
    for (const bad of [minimum - 1, maximum + 1, Number.NaN, ...(integer ? [minimum + 0.5] : [])]) {
      refuse([...good, ...good.with(i, bad)], "agents.parameters[1]", expected, `${bad}`);
    }
  });
}
