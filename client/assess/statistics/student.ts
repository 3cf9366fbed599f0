import jStat from "jstat";

/**
 * The quantile of Student's t distribution.
 * Student 1908.
 * @param probability - above 0.5 and below 1
 */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  return jStat.studentt.inv(probability, degreesOfFreedom);
}
