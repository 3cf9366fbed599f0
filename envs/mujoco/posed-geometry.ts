import type { Geometry } from "./geometry.js";
import type { Model } from "./model.js";

/**
 * The geometry of a robot. Kinematics are computed in the model's own data, so that the simulation does not change.
 * @param model - from `loadModel`
 * @param qpos - positions of the joints, [nq]
 * @returns copies
 */
export function geometryAt({ mujoco, model, posed }: Model, qpos: Float64Array): Geometry {
  posed.qpos.set(qpos);
  mujoco.mj_kinematics(model, posed);
  const { geom_type, geom_size, geom_rgba } = model;
  return {
    types: geom_type.slice(),
    sizes: geom_size.slice(),
    colors: geom_rgba.slice(),
    positions: posed.geom_xpos.slice(),
    orientations: posed.geom_xmat.slice(),
  };
}
