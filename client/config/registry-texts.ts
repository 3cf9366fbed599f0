import { assignerRegistry } from "../assignment/assigners/index.js";
import { coverRegistry } from "../assignment/covers/index.js";
import type { Registry } from "../base/registry.js";

/** Every name in a registry with its description, for help texts. */
export function describedNames(registry: Registry<{ readonly description: string }>): string {
  return registry
    .entries()
    .map(([name, { description }]) => `${name}: ${description}`)
    .join("; ");
}

/** Algorithms that allow only one k, with that k, for help texts. */
export function fixedCounts(): string {
  const fixed = assignerRegistry
    .entries()
    .flatMap(([name, { fixedCount }]) => (fixedCount ? [`${name} (${fixedCount(null) ?? "n"})`] : []));
  return fixed.join(" and ");
}

/** Covers that decide the number of prototypes themselves, for help texts. */
export function countingCovers(): string {
  const counting = coverRegistry.entries().filter(([, { decidesCount }]) => decidesCount);
  return counting.map(([name]) => name).join(" and ");
}
