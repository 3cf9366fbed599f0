from google.rpc import status_pb2 as _status_pb2
from caucus._proto import assignment_pb2 as _assignment_pb2
from caucus._proto import tensor_pb2 as _tensor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ActionChoice(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACTION_CHOICE_UNSPECIFIED: _ClassVar[ActionChoice]
    ACTION_CHOICE_MODE: _ClassVar[ActionChoice]
    ACTION_CHOICE_SAMPLE: _ClassVar[ActionChoice]
ACTION_CHOICE_UNSPECIFIED: ActionChoice
ACTION_CHOICE_MODE: ActionChoice
ACTION_CHOICE_SAMPLE: ActionChoice

class ActRequest(_message.Message):
    __slots__ = ("actors", "observations")
    ACTORS_FIELD_NUMBER: _ClassVar[int]
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    actors: Actors
    observations: Observations
    def __init__(self, actors: _Optional[_Union[Actors, _Mapping]] = ..., observations: _Optional[_Union[Observations, _Mapping]] = ...) -> None: ...

class ActResponse(_message.Message):
    __slots__ = ("actions",)
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    actions: Actions
    def __init__(self, actions: _Optional[_Union[Actions, _Mapping]] = ...) -> None: ...

class Actors(_message.Message):
    __slots__ = ("agent_id", "agents", "policy")
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    POLICY_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    agents: AgentIds
    policy: str
    def __init__(self, agent_id: _Optional[str] = ..., agents: _Optional[_Union[AgentIds, _Mapping]] = ..., policy: _Optional[str] = ...) -> None: ...

class AgentIds(_message.Message):
    __slots__ = ("ids",)
    IDS_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ids: _Optional[_Iterable[str]] = ...) -> None: ...

class Observations(_message.Message):
    __slots__ = ("values", "choice", "noise_seed", "step")
    VALUES_FIELD_NUMBER: _ClassVar[int]
    CHOICE_FIELD_NUMBER: _ClassVar[int]
    NOISE_SEED_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    values: _tensor_pb2.Tensor
    choice: ActionChoice
    noise_seed: int
    step: int
    def __init__(self, values: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., choice: _Optional[_Union[ActionChoice, str]] = ..., noise_seed: _Optional[int] = ..., step: _Optional[int] = ...) -> None: ...

class Actions(_message.Message):
    __slots__ = ("values", "moved")
    VALUES_FIELD_NUMBER: _ClassVar[int]
    MOVED_FIELD_NUMBER: _ClassVar[int]
    values: _tensor_pb2.Tensor
    moved: _containers.RepeatedCompositeFieldContainer[_assignment_pb2.Move]
    def __init__(self, values: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., moved: _Optional[_Iterable[_Union[_assignment_pb2.Move, _Mapping]]] = ...) -> None: ...

class ActStreamRequest(_message.Message):
    __slots__ = ("actors", "observations")
    ACTORS_FIELD_NUMBER: _ClassVar[int]
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    actors: Actors
    observations: Observations
    def __init__(self, actors: _Optional[_Union[Actors, _Mapping]] = ..., observations: _Optional[_Union[Observations, _Mapping]] = ...) -> None: ...

class ActStreamResponse(_message.Message):
    __slots__ = ("actions", "error")
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    actions: Actions
    error: _status_pb2.Status
    def __init__(self, actions: _Optional[_Union[Actions, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...
