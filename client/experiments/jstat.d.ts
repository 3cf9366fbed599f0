/** What is used of jStat, which comes without types. */
declare module "jstat" {
  const jStat: {
    readonly studentt: {
      /** P(T ≤ t) of Student's t with so many degrees of freedom. */
      cdf(t: number, degreesOfFreedom: number): number;
    };
  };
  export = jStat;
}
