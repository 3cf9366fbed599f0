"""Serves a policy's ONNX file over gRPC: a stream of observations [B, d] as float32 in, of means [B, a] out."""

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent import futures

import grpc
import numpy as np
import onnxruntime

PATH = "/bench.Echo/Echo"


def decider(path: str):
    """From observations to actions, both as bytes."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options)
    size = session.get_inputs()[0].shape[1]

    def decide(message: bytes) -> bytes:
        observations = np.frombuffer(message, np.float32).reshape(-1, size)
        return session.run(["mean"], {"observation": observations})[0].tobytes()

    return decide


class Handler(grpc.GenericRpcHandler):
    """Answers the one method with bytes as they are."""

    def __init__(self, path: str) -> None:
        self._decide = decider(path)

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        """The method, if it is asked for."""
        if handler_call_details.method != PATH:
            return None
        return grpc.stream_stream_rpc_method_handler(self._answer)

    def _answer(self, messages: Iterator[bytes], _: grpc.ServicerContext) -> Iterator[bytes]:
        yield from map(self._decide, messages)


def main() -> None:
    """Serves until standard input closes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("model", help="the ONNX file")
    server = grpc.server(futures.ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((Handler(arguments.parse_args().model),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(json.dumps({"address": f"127.0.0.1:{port}"}), flush=True)
    sys.stdin.read()
    server.stop(None)


if __name__ == "__main__":
    main()
