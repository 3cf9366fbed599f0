import { type Meter, silentMeter } from "../../serving/base/meter.js";

/** Callbacks for measurements of a service that steps environments. */
export interface StepMeter extends Meter {
  /**
   * @param environments - N, the environments that were stepped once
   * @param seconds - duration of the step
   */
  stepped(environments: number, seconds: number): void;
}

/** A meter that records nothing. */
export const silentStepMeter: StepMeter = { ...silentMeter, stepped() {} };
