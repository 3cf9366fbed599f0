/** The time that a session lives without a request of its client. */
export interface Lease {
  readonly seconds: number;
  renew(): void;
  end(): void;
}

/**
 * @param isBusy - whether a request is being carried out; if so, the lease is renewed, however long that takes
 * @param onExpiry - called once, when the lease has run out
 */
export function createLease(seconds: number, isBusy: () => boolean, onExpiry: () => void): Lease {
  let ended = false;
  const timer = setTimeout(() => {
    if (isBusy()) timer.refresh();
    else onExpiry();
  }, seconds * 1000).unref();
  return {
    seconds,
    renew() {
      if (!ended) timer.refresh();
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
