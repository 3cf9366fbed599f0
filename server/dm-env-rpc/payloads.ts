import { dmEnvRpc } from "../../proto/index.js";

const { DataType } = dmEnvRpc;

type Payload = NonNullable<dmEnvRpc.Tensor["payload"]>;
export type PayloadCase = Payload["$case"];
/** Elements of any type, row by row. */
export type Elements = ArrayLike<Payload["value"]["array"][number]>;

const DATA_TYPES: Readonly<Record<PayloadCase, dmEnvRpc.DataType>> = {
  floats: DataType.FLOAT,
  doubles: DataType.DOUBLE,
  int8s: DataType.INT8,
  int32s: DataType.INT32,
  int64s: DataType.INT64,
  uint8s: DataType.UINT8,
  uint32s: DataType.UINT32,
  uint64s: DataType.UINT64,
  bools: DataType.BOOL,
  strings: DataType.STRING,
  protos: DataType.PROTO,
};
const CASES = new Map(Object.entries(DATA_TYPES).map(([name, dtype]) => [dtype, name as PayloadCase]));

export function payloadDtype(payload: Payload): dmEnvRpc.DataType {
  return DATA_TYPES[payload.$case];
}

/** [count]; a view of the message. */
export function payloadElements(payload: Payload): Elements {
  const { array } = payload.value;
  if (payload.$case !== "int8s" || !(array instanceof Uint8Array)) return array as Elements;
  return new Int8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** @param elements - of the dtype */
export function packPayload(dtype: dmEnvRpc.DataType, elements: Elements): Payload {
  const $case = CASES.get(dtype)!;
  const packed =
    $case === "int8s" || $case === "uint8s" ? Uint8Array.from(elements as ArrayLike<number>) : undefined;
  return { $case, value: { array: packed ?? Array.from(elements) } } as Payload;
}
