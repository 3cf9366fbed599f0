/** Callbacks for measurements of a service. */
export interface Meter {
  /**
   * @param environments - N, the environments that were stepped once
   * @param seconds - duration of the step
   */
  stepped(environments: number, seconds: number): void;
  /** Bytes of a message's contents. */
  received(bytes: number): void;
  sent(bytes: number): void;
  /** @param reason - one of the contract's; INTERNAL for other errors */
  failed(reason: string): void;
}

/** A meter that records nothing. */
export const silentMeter: Meter = { stepped() {}, received() {}, sent() {}, failed() {} };
