import type { MainModule, MjData, MjModel } from "mujoco-js";

/**
 * Bytes for simulations, out of the 2 GiB of WebAssembly's memory that all simulations of a thread share. The rest is
 * for MuJoCo's own allocations, such as states being copied in: if these fail, MuJoCo aborts and leaks memory.
 */
const CAPACITY = 2 ** 31 - 2 ** 26;

/** Bytes of a simulation besides its buffer and arena; most are statistics of solvers. */
const STRUCT_BYTES = 200_000;

let taken = 0;

/** @throws Error if there is no memory for another simulation; existing ones are not affected */
export function createData(mujoco: MainModule, model: MjModel): MjData {
  if (taken + STRUCT_BYTES + Number(model.narena) > CAPACITY) throw exhausted();
  const data = makeData(mujoco, model);
  taken += dataBytes(data);
  return data;
}

/** Frees a simulation's memory. */
export function deleteData(data: MjData): void {
  if (data.isDeleted()) return;
  taken -= dataBytes(data);
  data.delete();
}

/** Bytes of WebAssembly's memory that a simulation takes. */
export function dataBytes({ narena, nbuffer }: MjData): number {
  return STRUCT_BYTES + Number(narena) + Number(nbuffer);
}

/** Makes a simulation. This fails if the machine has no memory left, even if WebAssembly would allow more. */
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
