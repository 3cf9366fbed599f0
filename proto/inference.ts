/** The messages of the Open Inference Protocol, version 2, in a namespace. */
export * from "./gen/inference/inference.js";
