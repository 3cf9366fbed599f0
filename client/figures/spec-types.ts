import type { Field, PositionFieldDef } from "vega-lite/types_unstable/channeldef.js";
import type { LayerSpec, NonNormalizedSpec } from "vega-lite/types_unstable/spec/index.js";
import type { TopLevelUnitSpec } from "vega-lite/types_unstable/spec/unit.js";

/** A specification that can be drawn on top of another. */
export type Layer = LayerSpec<Field>["layer"][number];
/** A specification that can be placed beside or below another. */
export type Panel = NonNormalizedSpec;
/** An x or y channel. */
export type Position = PositionFieldDef<Field>;
/** Data, marks and encoding of a figure or panel, without its frame. */
export type Bars = Pick<TopLevelUnitSpec<Field>, "data" | "mark" | "encoding">;
