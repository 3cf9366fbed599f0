"""A plain gRPC server of a policy: float32 observations [B, d] in, the mean's actions [B, a] out, with ONNX Runtime."""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import grpc
import numpy as np
import onnxruntime


def load(path: str) -> onnxruntime.InferenceSession:
    """The policy, on one thread as ours."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def main() -> None:
    """Serves the file named on the command line until standard input ends."""
    policy = load(sys.argv[1])
    size = policy.get_inputs()[0].shape[1]

    def act(requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
        for request in requests:
            observations = np.frombuffer(request, np.float32).reshape(-1, size)
            (mean,) = policy.run(["mean"], {"observation": observations})
            yield np.clip(mean, -1, 1).tobytes()

    handlers = {"Act": grpc.stream_stream_rpc_method_handler(act)}
    server = grpc.server(ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("bench.Policy", handlers)])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(json.dumps({"address": f"127.0.0.1:{port}"}), flush=True)
    sys.stdin.read()
    server.stop(None)


if __name__ == "__main__":
    main()
