import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { BoundedReader } from "../../proto/index.js";
import type { Meter } from "../base/meter.js";

type Method = MethodDefinition<never, never>;

/**
 * A service definition whose methods also get requests that cannot be decoded, to answer them with the contract's errors.
 * @param standIn - makes the replacement for a request that cannot be decoded
 * @param meter - records the sizes of messages
 */
export function lenientDefinition(
  service: Readonly<Record<string, unknown>>,
  standIn: (method: Method, bytes: Buffer, error: unknown) => unknown,
  meter: Meter,
): ServiceDefinition {
  const methods = Object.entries(service) as [string, Method][];
  return Object.fromEntries(
    methods.map(([name, method]) => {
      const requestDeserialize = (bytes: Buffer): unknown => {
        meter.received(bytes.length);
        try {
          // The generated code can decode from a reader as well as from bytes.
          return method.requestDeserialize(new BoundedReader(bytes) as unknown as Buffer);
        } catch (error) {
          return standIn(method, bytes, error);
        }
      };
      const responseSerialize = (response: never): Buffer => {
        const bytes = method.responseSerialize(response);
        meter.sent(bytes.length);
        return bytes;
      };
      return [name, { ...method, requestDeserialize, responseSerialize }];
    }),
  ) as unknown as ServiceDefinition;
}
