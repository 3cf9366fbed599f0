from google.protobuf import struct_pb2 as _struct_pb2
from caucus._proto import environment_pb2 as _environment_pb2
from caucus._proto import interaction_pb2 as _interaction_pb2
from caucus._proto import session_pb2 as _session_pb2
from caucus._proto import tensor_pb2 as _tensor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetServerInfoRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetServerInfoResponse(_message.Message):
    __slots__ = ("server_version", "contract", "contract_revision", "workers", "limits")
    SERVER_VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_REVISION_FIELD_NUMBER: _ClassVar[int]
    WORKERS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    server_version: str
    contract: str
    contract_revision: int
    workers: int
    limits: Limits
    def __init__(self, server_version: _Optional[str] = ..., contract: _Optional[str] = ..., contract_revision: _Optional[int] = ..., workers: _Optional[int] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ...) -> None: ...

class Limits(_message.Message):
    __slots__ = ("max_sessions", "max_environments", "max_agents", "max_message_bytes", "max_requests_in_flight", "max_lease_seconds", "max_bytes_in_flight", "max_request_seconds", "max_memory_bytes", "max_client_memory_bytes", "max_sessions_per_client", "max_policy_bytes")
    MAX_SESSIONS_FIELD_NUMBER: _ClassVar[int]
    MAX_ENVIRONMENTS_FIELD_NUMBER: _ClassVar[int]
    MAX_AGENTS_FIELD_NUMBER: _ClassVar[int]
    MAX_MESSAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_REQUESTS_IN_FLIGHT_FIELD_NUMBER: _ClassVar[int]
    MAX_LEASE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    MAX_BYTES_IN_FLIGHT_FIELD_NUMBER: _ClassVar[int]
    MAX_REQUEST_SECONDS_FIELD_NUMBER: _ClassVar[int]
    MAX_MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_CLIENT_MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_SESSIONS_PER_CLIENT_FIELD_NUMBER: _ClassVar[int]
    MAX_POLICY_BYTES_FIELD_NUMBER: _ClassVar[int]
    max_sessions: int
    max_environments: int
    max_agents: int
    max_message_bytes: int
    max_requests_in_flight: int
    max_lease_seconds: float
    max_bytes_in_flight: int
    max_request_seconds: float
    max_memory_bytes: int
    max_client_memory_bytes: int
    max_sessions_per_client: int
    max_policy_bytes: int
    def __init__(self, max_sessions: _Optional[int] = ..., max_environments: _Optional[int] = ..., max_agents: _Optional[int] = ..., max_message_bytes: _Optional[int] = ..., max_requests_in_flight: _Optional[int] = ..., max_lease_seconds: _Optional[float] = ..., max_bytes_in_flight: _Optional[int] = ..., max_request_seconds: _Optional[float] = ..., max_memory_bytes: _Optional[int] = ..., max_client_memory_bytes: _Optional[int] = ..., max_sessions_per_client: _Optional[int] = ..., max_policy_bytes: _Optional[int] = ...) -> None: ...

class ListEnvironmentsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListEnvironmentsResponse(_message.Message):
    __slots__ = ("environments",)
    ENVIRONMENTS_FIELD_NUMBER: _ClassVar[int]
    environments: _containers.RepeatedCompositeFieldContainer[_environment_pb2.EnvironmentSpec]
    def __init__(self, environments: _Optional[_Iterable[_Union[_environment_pb2.EnvironmentSpec, _Mapping]]] = ...) -> None: ...

class DescribeEnvironmentRequest(_message.Message):
    __slots__ = ("environment_id", "options", "agents")
    ENVIRONMENT_ID_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    environment_id: str
    options: _struct_pb2.Struct
    agents: _environment_pb2.AgentPopulation
    def __init__(self, environment_id: _Optional[str] = ..., options: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., agents: _Optional[_Union[_environment_pb2.AgentPopulation, _Mapping]] = ...) -> None: ...

class DescribeEnvironmentResponse(_message.Message):
    __slots__ = ("spec", "agent_parameters")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    AGENT_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    spec: _environment_pb2.EnvironmentSpec
    agent_parameters: _tensor_pb2.Tensor
    def __init__(self, spec: _Optional[_Union[_environment_pb2.EnvironmentSpec, _Mapping]] = ..., agent_parameters: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...
