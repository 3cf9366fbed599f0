/** The shapes that are drawn, as MuJoCo numbers them (mjtGeom). */
export const GeomType = { plane: 0, sphere: 2, capsule: 3, ellipsoid: 4, cylinder: 5, box: 6 } as const;

/** The g geoms of a model in MuJoCo's form, and their positions for some positions of the joints. */
export interface Geometry {
  /** geom_type, [g]: a GeomType, or another that is not drawn. */
  readonly types: Int32Array;
  /** geom_size, [g, 3], in m: radius; radius and half length along z; or half lengths along x, y and z. */
  readonly sizes: Float64Array;
  /** geom_rgba, [g, 4], from 0 to 1. */
  readonly colors: Float32Array;
  /** geom_xpos, [g, 3], in m: centres. */
  readonly positions: Float64Array;
  /** geom_xmat, [g, 3, 3]: columns are a geom's own axes in the world. */
  readonly orientations: Float64Array;
}
