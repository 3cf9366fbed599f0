import * as tf from "@tensorflow/tfjs-core";
import { constant } from "../graph/build.js";
import type { Value } from "../graph/value.js";

export const BACKEND_NAME = "caucus-tracer";

interface TracedData {
  /** The traced value or, for a dtype that cannot be traced, the elements. */
  readonly value: Value | { readonly dtype: tf.DataType; readonly elements: tf.BackendValues };
  /** Number of tensors that share it. */
  references: number;
}

/**
 * A backend of TensorFlow.js whose tensors have no elements: each represents a value of a graph. Tensors made from
 * numbers, and tensors of other backends, become constants.
 */
export class TracingBackend extends tf.KernelBackend {
  private readonly traced = new tf.DataStorage<TracedData>(this, tf.engine());

  /** A tensor that represents a value. */
  readonly tensorOf = (value: Value): tf.TensorInfo => {
    const dataId = {};
    this.traced.set(dataId, { value, references: 1 });
    return { dataId, shape: [...value.shape], dtype: value.dtype as tf.DataType };
  };

  valueBehind({ dataId }: tf.TensorInfo): Value {
    const { value } = this.traced.get(dataId);
    if ("elements" in value) throw untraceable(value.dtype);
    return value;
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    if (!isTraceable(dtype)) throw untraceable(dtype);
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: object,
    values: tf.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    // This must not throw, since TensorFlow.js has already removed the tensor from its backend.
    const value = isTraceable(dtype)
      ? constant(values as ArrayLike<number>, shape, dtype)
      : { dtype, elements: values };
    this.traced.set(dataId, { value, references });
  }

  override readSync(dataId: object): tf.BackendValues {
    const { value } = this.traced.get(dataId);
    if ("elements" in value) return value.elements;
    const { source, shape } = value;
    if (source.kind === "constant") return source.data as tf.BackendValues;
    throw new Error(
      `a traced function cannot read a tensor's elements (here of shape [${shape}]): they are not computed yet`,
    );
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override refCount(dataId: object): number {
    return this.traced.has(dataId) ? this.traced.get(dataId).references : 0;
  }

  override incRef(dataId: object): void {
    this.traced.get(dataId).references++;
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.traced.has(dataId)) return true;
    if (--this.traced.get(dataId).references > 0 && !force) return false;
    this.traced.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.traced.numDataIds();
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override memory() {
    return { unreliable: true };
  }

  override dispose(): void {}
}

function isTraceable(dtype: tf.DataType): dtype is "float32" | "int32" | "bool" {
  return dtype === "float32" || dtype === "int32" || dtype === "bool";
}

function untraceable(dtype: tf.DataType): Error {
  return new Error(`a traced function: expected float32, int32 or bool tensors, got ${dtype}`);
}
