import type { Coverage } from "../assignment/covers/coverage.js";
import type { ParameterTable } from "../tables/parameter-table.js";

/** A cover to be drawn. */
export interface DrawnCover {
  /** The method's name. */
  readonly cover: string;
  /** In θ's units. */
  readonly epsilon: number;
  /** θ, [n, p]. */
  readonly tasks: ParameterTable;
  /** [K, p]. */
  readonly prototypes: ParameterTable;
  readonly coverage: Coverage;
  /** Labels of θ's columns, [p], if known. */
  readonly labels?: readonly string[];
}
