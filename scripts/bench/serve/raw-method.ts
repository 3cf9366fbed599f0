const same = (bytes: Buffer) => bytes;

/** A method that streams bytes in both directions, for servers and clients. */
export function rawMethod(path: string) {
  return {
    path,
    requestStream: true,
    responseStream: true,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  } as const;
}
