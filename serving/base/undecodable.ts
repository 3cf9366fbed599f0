/** The empty request that a transport passes on if it cannot decode one, with the reason. */
export function undecodable<Request extends object>(
  empty: Request,
  bytes: Uint8Array,
  error: unknown,
): Request {
  const cause = error instanceof Error ? error.message : String(error);
  return Object.assign(empty, { undecodable: `${bytes.length} undecodable bytes (${cause})` });
}

/** @returns undefined if the request was decoded */
export function undecodableReason(request: object): string | undefined {
  return "undecodable" in request ? `${request.undecodable}` : undefined;
}
