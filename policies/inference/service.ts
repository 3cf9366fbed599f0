import { type inference, unexpected } from "../../proto/index.js";
import { VERSION } from "../../proto/version.js";
import { OBSERVATION } from "../../serving/models/policy-shapes.js";
import type { AuditTrail } from "../audit/trail.js";
import type { Limits } from "../base/limits.js";
import type { Catalog } from "../catalog/catalog.js";
import type { ServedPolicy } from "../catalog/policy.js";
import { servedPolicy } from "../catalog/served-policy.js";
import { infer } from "./infer.js";
import { outputsOf } from "./tensors.js";

type Unary<Request, Response> = (request: Request) => Promise<Response>;

/** The Open Inference Protocol for one caller. */
export interface InferenceService {
  serverLive: Unary<inference.ServerLiveRequest, inference.ServerLiveResponse>;
  serverReady: Unary<inference.ServerReadyRequest, inference.ServerReadyResponse>;
  modelReady: Unary<inference.ModelReadyRequest, inference.ModelReadyResponse>;
  serverMetadata: Unary<inference.ServerMetadataRequest, inference.ServerMetadataResponse>;
  modelMetadata: Unary<inference.ModelMetadataRequest, inference.ModelMetadataResponse>;
  modelInfer: Unary<inference.ModelInferRequest, inference.ModelInferResponse>;
  repositoryIndex: Unary<inference.RepositoryIndexRequest, inference.RepositoryIndexResponse>;
}

export interface InferenceParts {
  readonly catalog: Catalog;
  readonly trail: AuditTrail;
  readonly limits: Limits;
  /** @throws ContractError (DRAINING) */
  readonly checkOpen: () => void;
}

/** @param caller - of whom the audit log says that it asked */
export function createInferenceService(
  { catalog, trail, limits, checkOpen }: InferenceParts,
  caller: string,
): InferenceService {
  function policyOf(name: string, version: string): ServedPolicy {
    const policy = servedPolicy(catalog, name, "model");
    if (version === "" || version === policy.digest) return policy;
    throw unexpected("model version", `none or "${policy.digest}"`, `"${version}"`, "UNKNOWN_POLICY");
  }

  return {
    async serverLive() {
      return { live: true };
    },
    async serverReady() {
      return { ready: catalog.served.size > 0 };
    },
    async modelReady({ name, version }) {
      const policy = catalog.served.get(name);
      return { ready: policy !== undefined && (version === "" || version === policy.digest) };
    },
    async serverMetadata() {
      return { name: "caucus-policies", version: VERSION, extensions: ["model_repository"] };
    },
    async modelMetadata({ name, version }) {
      return metadataOf(policyOf(name, version));
    },
    async modelInfer(request) {
      checkOpen();
      const policy = policyOf(request.modelName, request.modelVersion);
      return infer(request, { policy, caller, trail, limits });
    },
    async repositoryIndex({ ready }) {
      const all = catalog.dossiers.flatMap(({ contents }) => contents?.policies ?? []);
      const models = all.map(({ name, digest }) => {
        const isServed = catalog.served.has(name);
        const state = isServed ? "READY" : "UNAVAILABLE";
        return { name, version: digest, state, reason: catalog.whyNot(name) };
      });
      return { models: models.filter(({ state }) => !ready || state === "READY") };
    },
  };
}

function metadataOf(policy: ServedPolicy): inference.ModelMetadataResponse {
  const { observationSize } = policy.dossier.environment;
  return {
    name: policy.name,
    versions: [policy.digest],
    platform: "onnxruntime_onnx",
    inputs: [{ name: OBSERVATION, datatype: "FP32", shape: [-1, observationSize] }],
    outputs: outputsOf(policy).map(({ name, datatype, shape }) => ({
      name,
      datatype,
      shape: [-1, ...shape],
    })),
  };
}
