import fc from "fast-check";
import { expect, test } from "vitest";
import { type OptionSpec, resolveOptions } from "../../envs/index.js";

const SPECS: OptionSpec[] = [
  { name: "scale", type: "number", default: 0.1, minimum: 0, maximum: 1, description: "" },
  { name: "steps", type: "integer", default: 40, minimum: 1, description: "" },
  { name: "noisy", type: "boolean", default: false, description: "" },
  { name: "free", type: "number", default: 0, description: "" },
];

test("options left out take their defaults", () => {
  expect(resolveOptions(SPECS, {}, "")).toEqual({ scale: 0.1, steps: 40, noisy: false, free: 0 });
  const given = { noisy: true, steps: undefined, scale: 0 };
  expect(resolveOptions(SPECS, given, "")).toEqual({ scale: 0, steps: 40, noisy: true, free: 0 });
});

test("numbers within their bounds are taken, the bounds with them", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1 }), (scale, steps) => {
      expect(resolveOptions(SPECS, { scale, steps }, "")).toMatchObject({ scale, steps });
    }),
  );
  expect(resolveOptions(SPECS, { scale: 1, steps: 1 }, "")).toMatchObject({ scale: 1, steps: 1 });
});

test.each<[Record<string, unknown>, string]>([
  [{ wind: 1 }, 'options: expected only scale, steps, noisy, free, got "wind" (env "e")'],
  [{ scale: 1.01 }, 'options.scale: expected a number in [0, 1], got 1.01 (env "e")'],
  [{ scale: Number.NaN }, 'options.scale: expected a number in [0, 1], got NaN (env "e")'],
  [{ scale: null }, 'options.scale: expected a number in [0, 1], got null (env "e")'],
  [{ scale: "0.5" }, 'options.scale: expected a number in [0, 1], got "0.5" (env "e")'],
  [{ steps: 0 }, 'options.steps: expected an integer in [1, Infinity], got 0 (env "e")'],
  [{ steps: 2.5 }, 'options.steps: expected an integer in [1, Infinity], got 2.5 (env "e")'],
  [{ noisy: 1 }, 'options.noisy: expected a boolean, got 1 (env "e")'],
  [{ free: [1] }, 'options.free: expected a number, got [1] (env "e")'],
  [{ free: Number.POSITIVE_INFINITY }, 'options.free: expected a number, got Infinity (env "e")'],
])("%j is refused", (given, text) => {
  expect(() => resolveOptions(SPECS, given, 'env "e"')).toThrow(new RegExp(`^${escapeText(text)}$`));
});

test("an environment without options says so", () => {
  expect(() => resolveOptions([], { wind: 1 }, "")).toThrow('options: expected only no option, got "wind"');
});

const escapeText = (text: string) => text.replace(/[[\](){}.^$|*+?\\]/g, "\\$&");
