import { type NamedAttrMap, registerKernel, type TensorInfo } from "@tensorflow/tfjs-core";
import type { Value } from "../graph/value.js";
import { BACKEND_NAME, type TracingBackend } from "./backend.js";

/** A kernel's inputs by name, or by index if TensorFlow.js passes a list. */
export type KernelInputs = Readonly<Record<string, Value>>;

/** A function that adds a TensorFlow.js kernel to a graph. */
export type TracedKernel<A> = (inputs: KernelInputs, attributes: A) => Value | readonly Value[];

/** @param name - TensorFlow.js's name of the kernel */
export function defineKernel<A = unknown>(name: string, traced: TracedKernel<A>): void {
  registerKernel({
    kernelName: name,
    backendName: BACKEND_NAME,
    kernelFunc({ inputs, attrs, backend }) {
      const tracing = backend as TracingBackend;
      const given = Object.entries(inputs).filter(([, tensor]) => tensor != null);
      const values = given.map(([key, tensor]) => [key, tracing.valueBehind(tensor as TensorInfo)]);
      const result = traced(Object.fromEntries(values), attrs as NamedAttrMap as A);
      return Array.isArray(result) ? result.map(tracing.tensorOf) : tracing.tensorOf(result as Value);
    },
  });
}
