import type { Env, InfoSpec } from "../env.js";
import { InvalidValueError } from "../errors.js";
import type { OptionSpec } from "../options.js";
import type { Geometry } from "./geometry.js";

/** The option that turns geometry on. It is off by default, since geometry makes steps a few per cent slower. */
export const REPORT_GEOMETRY: OptionSpec = {
  name: "report_geometry",
  type: "boolean",
  default: false,
  description:
    "Whether to report the infos geom_type, geom_size, geom_rgba, geom_xpos and geom_xmat, for drawing.",
};

/** @param numGeoms - g */
export function geometryInfos(numGeoms: number): InfoSpec[] {
  const info = (name: string, shape: number[], unit: string, description: string): InfoSpec => {
    const dtype = name === "geom_type" ? "int32" : "float64";
    return { name, dtype, shape: [numGeoms, ...shape], unit, description };
  };
  return [
    info("geom_type", [], "", "Shapes, as MuJoCo's mjtGeom. Planes, spheres and capsules are 0, 2 and 3."),
    info("geom_size", [3], "m", "Their sizes, as MuJoCo's geom_size: a capsule's radius and half length."),
    info("geom_rgba", [4], "", "Their colours, from 0 to 1."),
    info("geom_xpos", [3], "m", "Their centres in the world."),
    info("geom_xmat", [3, 3], "", "Their rotations: columns are a shape's own axes in the world."),
  ];
}

/**
 * An environment that reports its geometry after its other infos.
 * @param numGeoms - as its spec says
 * @throws InvalidValueError if the model has another number
 */
export function withGeometryInfos(env: Env, geometry: () => Geometry, numGeoms: number): Env {
  const found = geometry().types.length;
  if (found !== numGeoms) throw new InvalidValueError("numGeoms", `${found}, as in the model`, `${numGeoms}`);
  return {
    ...env,
    infos(out) {
      const { types, sizes, colors, positions, orientations } = geometry();
      const columns = [types, sizes, colors, positions, orientations];
      let offset = out.length - columns.reduce((sum, { length }) => sum + length, 0);
      env.infos(out.subarray(0, offset));
      for (const column of columns) {
        out.set(column, offset);
        offset += column.length;
      }
    },
  };
}
