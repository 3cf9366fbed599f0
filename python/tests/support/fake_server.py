"""A gRPC server that can say what ours never would."""

from concurrent import futures

import grpc

from caucus._proto import service_pb2
from caucus._proto.service_pb2_grpc import EnvironmentServiceServicer, add_EnvironmentServiceServicer_to_server
from caucus.connection import CONTRACT_REVISION


class FakeService(EnvironmentServiceServicer):
    def __init__(self, contract: str = "rmdp.v1", revision: int = CONTRACT_REVISION) -> None:
        self._contract = contract
        self._revision = revision

    def GetServerInfo(self, request, context):
        return service_pb2.GetServerInfoResponse(
            server_version="0.0.9", contract=self._contract, contract_revision=self._revision
        )


def start_fake(service: FakeService, credentials: grpc.ServerCredentials | None = None) -> tuple[grpc.Server, int]:
    """
    :returns: the server, to be stopped, and its port on localhost
    """
    server = grpc.server(futures.ThreadPoolExecutor(2))
    add_EnvironmentServiceServicer_to_server(service, server)
    if credentials is None:
        port = server.add_insecure_port("localhost:0")
    else:
        port = server.add_secure_port("localhost:0", credentials)
    server.start()
    return server, port
