import {
  GatherV2,
  type GatherV2Attrs,
  OneHot,
  type OneHotAttrs,
  UnsortedSegmentSum,
  type UnsortedSegmentSumAttrs,
} from "@tensorflow/tfjs-core";
import { constant, operation, reshape, uniform } from "../graph/build.js";
import { cast, elementwise } from "../graph/elementwise.js";
import type { Value } from "../graph/value.js";
import { defineKernel } from "../tracer/kernel.js";

function gather(x: Value, indices: Value, axis: number): Value {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return operation("Gather", [x, indices], { shape, dtype: x.dtype }, { axis });
}

function oneHot(indices: Value, { depth, onValue, offValue, dtype }: OneHotAttrs): Value {
  const classes = constant(
    Array.from({ length: depth }, (_, i) => i),
    [depth],
    "int32",
  );
  const hits = elementwise("Equal", [reshape(indices, [...indices.shape, 1]), classes], "bool");
  const type = dtype as "float32" | "int32";
  return elementwise("Where", [hits, constant([onValue], [], type), constant([offValue], [], type)], type);
}

export function defineIndexingKernels(): void {
  defineKernel<GatherV2Attrs>(GatherV2, ({ x, indices }, { axis, batchDims }) => {
    if (batchDims !== 0) throw new Error(`a traced gather: expected batchDims 0, got ${batchDims}`);
    return gather(x, indices, axis < 0 ? axis + x.shape.length : axis);
  });
  defineKernel<OneHotAttrs>(OneHot, ({ indices }, attributes) => oneHot(indices, attributes));
  defineKernel<UnsortedSegmentSumAttrs>(UnsortedSegmentSum, ({ x, segmentIds }, { numSegments }) => {
    const shape = [numSegments, ...x.shape.slice(1)];
    const rows = cast(reshape(segmentIds, [...segmentIds.shape, 1]), "int64");
    const zeros = uniform(0, shape, x.dtype as "float32");
    return operation(
      "ScatterND",
      [zeros, rows, x],
      { shape, dtype: x.dtype },
      { reduction: { text: "add" } },
    );
  });
}
