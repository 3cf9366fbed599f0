/** Types of the used parts of jStat, which has none. */
declare module "jstat" {
  const jStat: {
    readonly studentt: {
      /** P(T ≤ t) of Student's t distribution. */
      cdf(t: number, degreesOfFreedom: number): number;
      /** The t with P(T ≤ t) = p. */
      inv(p: number, degreesOfFreedom: number): number;
    };
    /** The logarithm of the beta function. */
    betaln(a: number, b: number): number;
  };
  export = jStat;
}
