import type { Field, PositionFieldDef } from "vega-lite/types_unstable/channeldef.js";
import type { LayerSpec, NonNormalizedSpec } from "vega-lite/types_unstable/spec/index.js";
import type { TopLevelUnitSpec } from "vega-lite/types_unstable/spec/unit.js";

/** What can be drawn on top of something else. */
export type Layer = LayerSpec<Field>["layer"][number];
/** What can stand beside or below something else. */
export type Panel = NonNormalizedSpec;
/** An x or y channel. */
export type Position = PositionFieldDef<Field>;
/** What is drawn in a figure or panel, without its frame. */
export type Bars = Pick<TopLevelUnitSpec<Field>, "data" | "mark" | "encoding">;
