from google.protobuf import struct_pb2 as _struct_pb2
from caucus._proto import space_pb2 as _space_pb2
from caucus._proto import tensor_pb2 as _tensor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OptionType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPTION_TYPE_UNSPECIFIED: _ClassVar[OptionType]
    OPTION_TYPE_BOOLEAN: _ClassVar[OptionType]
    OPTION_TYPE_INTEGER: _ClassVar[OptionType]
    OPTION_TYPE_NUMBER: _ClassVar[OptionType]
OPTION_TYPE_UNSPECIFIED: OptionType
OPTION_TYPE_BOOLEAN: OptionType
OPTION_TYPE_INTEGER: OptionType
OPTION_TYPE_NUMBER: OptionType

class EnvironmentSpec(_message.Message):
    __slots__ = ("id", "description", "observation_space", "action_space", "reward_space", "num_agents", "agent_parameters", "options", "infos", "max_episode_steps", "dt", "render_modes", "report_scale")
    ID_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    OBSERVATION_SPACE_FIELD_NUMBER: _ClassVar[int]
    ACTION_SPACE_FIELD_NUMBER: _ClassVar[int]
    REWARD_SPACE_FIELD_NUMBER: _ClassVar[int]
    NUM_AGENTS_FIELD_NUMBER: _ClassVar[int]
    AGENT_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    INFOS_FIELD_NUMBER: _ClassVar[int]
    MAX_EPISODE_STEPS_FIELD_NUMBER: _ClassVar[int]
    DT_FIELD_NUMBER: _ClassVar[int]
    RENDER_MODES_FIELD_NUMBER: _ClassVar[int]
    REPORT_SCALE_FIELD_NUMBER: _ClassVar[int]
    id: str
    description: str
    observation_space: _space_pb2.Space
    action_space: _space_pb2.Space
    reward_space: _space_pb2.Space
    num_agents: int
    agent_parameters: _containers.RepeatedCompositeFieldContainer[AgentParameter]
    options: _containers.RepeatedCompositeFieldContainer[OptionSpec]
    infos: _containers.RepeatedCompositeFieldContainer[InfoSpec]
    max_episode_steps: int
    dt: float
    render_modes: _containers.RepeatedScalarFieldContainer[str]
    report_scale: float
    def __init__(self, id: _Optional[str] = ..., description: _Optional[str] = ..., observation_space: _Optional[_Union[_space_pb2.Space, _Mapping]] = ..., action_space: _Optional[_Union[_space_pb2.Space, _Mapping]] = ..., reward_space: _Optional[_Union[_space_pb2.Space, _Mapping]] = ..., num_agents: _Optional[int] = ..., agent_parameters: _Optional[_Iterable[_Union[AgentParameter, _Mapping]]] = ..., options: _Optional[_Iterable[_Union[OptionSpec, _Mapping]]] = ..., infos: _Optional[_Iterable[_Union[InfoSpec, _Mapping]]] = ..., max_episode_steps: _Optional[int] = ..., dt: _Optional[float] = ..., render_modes: _Optional[_Iterable[str]] = ..., report_scale: _Optional[float] = ...) -> None: ...

class AgentParameter(_message.Message):
    __slots__ = ("name", "unit", "description", "minimum", "maximum", "integer")
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    INTEGER_FIELD_NUMBER: _ClassVar[int]
    name: str
    unit: str
    description: str
    minimum: float
    maximum: float
    integer: bool
    def __init__(self, name: _Optional[str] = ..., unit: _Optional[str] = ..., description: _Optional[str] = ..., minimum: _Optional[float] = ..., maximum: _Optional[float] = ..., integer: bool = ...) -> None: ...

class OptionSpec(_message.Message):
    __slots__ = ("name", "type", "default_value", "minimum", "maximum", "unit", "description", "perturbation_range")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_VALUE_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PERTURBATION_RANGE_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: OptionType
    default_value: _struct_pb2.Value
    minimum: float
    maximum: float
    unit: str
    description: str
    perturbation_range: PerturbationRange
    def __init__(self, name: _Optional[str] = ..., type: _Optional[_Union[OptionType, str]] = ..., default_value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ..., minimum: _Optional[float] = ..., maximum: _Optional[float] = ..., unit: _Optional[str] = ..., description: _Optional[str] = ..., perturbation_range: _Optional[_Union[PerturbationRange, _Mapping]] = ...) -> None: ...

class PerturbationRange(_message.Message):
    __slots__ = ("minimum", "maximum")
    MINIMUM_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    minimum: float
    maximum: float
    def __init__(self, minimum: _Optional[float] = ..., maximum: _Optional[float] = ...) -> None: ...

class InfoSpec(_message.Message):
    __slots__ = ("name", "dtype", "shape", "unit", "description")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    name: str
    dtype: _tensor_pb2.DataType
    shape: _containers.RepeatedScalarFieldContainer[int]
    unit: str
    description: str
    def __init__(self, name: _Optional[str] = ..., dtype: _Optional[_Union[_tensor_pb2.DataType, str]] = ..., shape: _Optional[_Iterable[int]] = ..., unit: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class AgentPopulation(_message.Message):
    __slots__ = ("sampled", "parameters")
    SAMPLED_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    sampled: SampledAgents
    parameters: _tensor_pb2.Tensor
    def __init__(self, sampled: _Optional[_Union[SampledAgents, _Mapping]] = ..., parameters: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...

class SampledAgents(_message.Message):
    __slots__ = ("count", "seed")
    COUNT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    count: int
    seed: int
    def __init__(self, count: _Optional[int] = ..., seed: _Optional[int] = ...) -> None: ...
