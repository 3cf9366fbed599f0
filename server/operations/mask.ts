import { DataType, decodeTensor, type Tensor, unexpected } from "../../proto/index.js";

/**
 * Decodes the mask of the environments that a request is about.
 * @returns [N], 0 or 1, with at least one 1; undefined if it is left out, which means all environments
 * @throws ContractError if the mask is invalid
 */
export function decodeMask(tensor: Tensor | undefined, numEnvs: number): Uint8Array | undefined {
  if (tensor === undefined) return undefined;
  const mask = decodeTensor(tensor, "mask", { dtype: DataType.DATA_TYPE_BOOL, shape: [numEnvs] });
  const bad = mask.findIndex((value) => value > 1);
  if (bad >= 0) throw unexpected("mask", "entries of 0 or 1", `${mask[bad]} at [${bad}]`);
  if (!mask.includes(1)) throw unexpected("mask", "at least one true entry", "none");
  return mask;
}
