/** Callbacks for measurements of a service. */
export interface Meter {
  /** Bytes of a message's contents. */
  received(bytes: number): void;
  sent(bytes: number): void;
  /** @param reason - one of the contract's; INTERNAL for other errors */
  failed(reason: string): void;
}

/** A meter that records nothing. */
export const silentMeter: Meter = { received() {}, sent() {}, failed() {} };
