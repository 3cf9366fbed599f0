import { MAX_NUMBERS, MAX_PRODUCTS } from "../../serving/models/cost.js";
import { MATRIX_PRODUCTS, OPERATORS } from "../../serving/models/operators.js";
import { MAX_NODES } from "../../serving/models/read-model.js";
import { code, escaped, page, table } from "./markdown.js";

const INTRODUCTION = `What the server takes as a policy. [Policies that act on the server](../how-to/rollouts.md) says how a learner uses them, and \
[the contract](contract.md#policy) how they are sent.`;

const INTERFACE = `A policy is a file in ONNX format with one graph. The graph has the input \`observation\` [B, d] and computes in float32. B is the number of environments, \
and its size in the file is a name, not a number. Rows do not depend on each other.`;

const OUTPUTS: readonly (readonly string[])[] = [
  ["Box of shape [a]", "`mean` [B, a], and `log_std` [B, a] or [a]", "a normal distribution for each entry"],
  [
    "Discrete with a actions",
    "`logits` [B, a]",
    "the logarithms of probabilities, up to a sum that does not matter",
  ],
];

const RULES = `The graph must not contain control flow, random numbers, functions, sparse weights, weights in other files, or operators of a domain of their own. \
No weight is NaN. The shape of every intermediate result must follow from the shapes of its inputs. A model that breaks one of these rules is refused with the reason \
\`INVALID_VALUE\`, and the session keeps the policies that it had.`;

const PRODUCTS = `Multiplications are those of ${[...MATRIX_PRODUCTS].map(code).join(" and ")}: the size of the result times that of the axis that is summed over. \
Other operators compute about as much as their inputs and outputs are large. A model above a limit is refused with the reason \`LIMIT\`. \
[Server settings](server-settings.md#workers-and-limits) has the settings for how many bytes policies may have, and for whether the server takes any.`;

/** What a model must be for the server to take it as a policy. */
export function policiesPage(): string {
  const limits = [
    ["operators of a graph", `${MAX_NODES}`],
    ["numbers in all intermediate results, for all environments of a worker thread", `${MAX_NUMBERS}`],
    ["multiplications in a step, for the same environments", `${MAX_PRODUCTS}`],
  ];
  return page("Policies on the server", [
    INTRODUCTION,
    "## Inputs and outputs",
    INTERFACE,
    table(["action space", "outputs", "meaning"], OUTPUTS),
    "## Rules",
    RULES,
    "## Operators",
    `A graph may have these of ONNX' own operators: ${[...OPERATORS].sort().map(code).join(", ")}.`,
    "## Limits",
    table(
      ["what", "at most"],
      limits.map((cells) => cells.map(escaped)),
    ),
    PRODUCTS,
  ]);
}
