import type { MainModule, MjData, MjModel } from "mujoco-js";

/**
 * Bytes that simulations may take of WebAssembly's 2 GiB, which all simulations of a thread share. The rest is
 * for MuJoCo's own, such as states on their way in: it aborts where it cannot have that, and leaks.
 */
const CAPACITY = 2 ** 31 - 2 ** 26;

/** Of a simulation, beside its buffer and its arena; most are statistics of solvers. */
const STRUCT_BYTES = 200_000;

let taken = 0;

/** @throws Error if there is no memory for another; what there is goes on */
export function createData(mujoco: MainModule, model: MjModel): MjData {
  if (taken + STRUCT_BYTES + Number(model.narena) > CAPACITY) throw exhausted();
  const data = makeData(mujoco, model);
  taken += dataBytes(data);
  return data;
}

/** Gives its memory back, once. */
export function deleteData(data: MjData): void {
  if (data.isDeleted()) return;
  taken -= dataBytes(data);
  data.delete();
}

/** Bytes of WebAssembly's memory that a simulation takes. */
export function dataBytes({ narena, nbuffer }: MjData): number {
  return STRUCT_BYTES + Number(narena) + Number(nbuffer);
}

/** The machine may have no more memory where WebAssembly has. */
function makeData(mujoco: MainModule, model: MjModel): MjData {
  try {
    return new mujoco.MjData(model);
  } catch (error) {
    throw exhausted(error);
  }
}

function exhausted(cause?: unknown): Error {
  const reason = cause === undefined ? "" : ` (${cause instanceof Error ? cause.message : cause})`;
  const share = `simulations take ${taken} of ${CAPACITY} bytes of this thread's WebAssembly memory${reason}`;
  return new Error(`no memory for another simulation: ${share}`, { cause });
}
