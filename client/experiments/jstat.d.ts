/** Types of the used part of jStat, which has none. */
declare module "jstat" {
  const jStat: {
    readonly studentt: {
      /** P(T ≤ t) of Student's t distribution. */
      cdf(t: number, degreesOfFreedom: number): number;
    };
  };
  export = jStat;
}
