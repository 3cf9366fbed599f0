import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { BoundedReader } from "../../proto/index.js";
import type { Meter } from "../metrics/meter.js";

type Method = MethodDefinition<never, never>;

/**
 * A service's methods, which take what they cannot decode too, to answer with an error of their own.
 * @param standIn - what a method is given in place of a request whose bytes cannot be read
 * @param meter - told how large messages are
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
          // The generated code decodes from a reader as from bytes.
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
