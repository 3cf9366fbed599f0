from google.protobuf import struct_pb2 as _struct_pb2
from caucus._proto import environment_pb2 as _environment_pb2
from caucus._proto import tensor_pb2 as _tensor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AutoresetMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AUTORESET_MODE_UNSPECIFIED: _ClassVar[AutoresetMode]
    AUTORESET_MODE_NEXT_STEP: _ClassVar[AutoresetMode]
    AUTORESET_MODE_SAME_STEP: _ClassVar[AutoresetMode]
    AUTORESET_MODE_DISABLED: _ClassVar[AutoresetMode]
AUTORESET_MODE_UNSPECIFIED: AutoresetMode
AUTORESET_MODE_NEXT_STEP: AutoresetMode
AUTORESET_MODE_SAME_STEP: AutoresetMode
AUTORESET_MODE_DISABLED: AutoresetMode

class CreateSessionRequest(_message.Message):
    __slots__ = ("environment_id", "options", "num_environments", "seed", "autoreset_mode", "agents", "lease_seconds", "infos", "accepts_sparse_rewards", "contract_revision")
    ENVIRONMENT_ID_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    NUM_ENVIRONMENTS_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    AUTORESET_MODE_FIELD_NUMBER: _ClassVar[int]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    LEASE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    INFOS_FIELD_NUMBER: _ClassVar[int]
    ACCEPTS_SPARSE_REWARDS_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_REVISION_FIELD_NUMBER: _ClassVar[int]
    environment_id: str
    options: _struct_pb2.Struct
    num_environments: int
    seed: int
    autoreset_mode: AutoresetMode
    agents: _environment_pb2.AgentPopulation
    lease_seconds: float
    infos: _containers.RepeatedScalarFieldContainer[str]
    accepts_sparse_rewards: bool
    contract_revision: int
    def __init__(self, environment_id: _Optional[str] = ..., options: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., num_environments: _Optional[int] = ..., seed: _Optional[int] = ..., autoreset_mode: _Optional[_Union[AutoresetMode, str]] = ..., agents: _Optional[_Union[_environment_pb2.AgentPopulation, _Mapping]] = ..., lease_seconds: _Optional[float] = ..., infos: _Optional[_Iterable[str]] = ..., accepts_sparse_rewards: bool = ..., contract_revision: _Optional[int] = ...) -> None: ...

class CreateSessionResponse(_message.Message):
    __slots__ = ("session_id", "spec", "agent_parameters", "lease_seconds")
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    AGENT_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    LEASE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    spec: _environment_pb2.EnvironmentSpec
    agent_parameters: _tensor_pb2.Tensor
    lease_seconds: float
    def __init__(self, session_id: _Optional[str] = ..., spec: _Optional[_Union[_environment_pb2.EnvironmentSpec, _Mapping]] = ..., agent_parameters: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., lease_seconds: _Optional[float] = ...) -> None: ...

class RenewLeaseRequest(_message.Message):
    __slots__ = ("session_id",)
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class RenewLeaseResponse(_message.Message):
    __slots__ = ("lease_seconds",)
    LEASE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    lease_seconds: float
    def __init__(self, lease_seconds: _Optional[float] = ...) -> None: ...

class CloseSessionRequest(_message.Message):
    __slots__ = ("session_id",)
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class CloseSessionResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
