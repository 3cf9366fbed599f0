from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AssignRequest(_message.Message):
    __slots__ = ("agent_id", "dossier", "parameters", "trials", "known_agent")
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    TRIALS_FIELD_NUMBER: _ClassVar[int]
    KNOWN_AGENT_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    dossier: str
    parameters: _containers.RepeatedScalarFieldContainer[float]
    trials: _containers.RepeatedCompositeFieldContainer[Trial]
    known_agent: int
    def __init__(self, agent_id: _Optional[str] = ..., dossier: _Optional[str] = ..., parameters: _Optional[_Iterable[float]] = ..., trials: _Optional[_Iterable[_Union[Trial, _Mapping]]] = ..., known_agent: _Optional[int] = ...) -> None: ...

class Trial(_message.Message):
    __slots__ = ("policy", "returns")
    POLICY_FIELD_NUMBER: _ClassVar[int]
    RETURNS_FIELD_NUMBER: _ClassVar[int]
    policy: str
    returns: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, policy: _Optional[str] = ..., returns: _Optional[_Iterable[float]] = ...) -> None: ...

class AssignResponse(_message.Message):
    __slots__ = ("assignment", "outside", "choices", "moved")
    ASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    OUTSIDE_FIELD_NUMBER: _ClassVar[int]
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    MOVED_FIELD_NUMBER: _ClassVar[int]
    assignment: Assignment
    outside: _containers.RepeatedScalarFieldContainer[str]
    choices: _containers.RepeatedCompositeFieldContainer[Assignment]
    moved: Move
    def __init__(self, assignment: _Optional[_Union[Assignment, _Mapping]] = ..., outside: _Optional[_Iterable[str]] = ..., choices: _Optional[_Iterable[_Union[Assignment, _Mapping]]] = ..., moved: _Optional[_Union[Move, _Mapping]] = ...) -> None: ...

class Assignment(_message.Message):
    __slots__ = ("policy", "digest", "expected_return", "lower", "upper", "episode_deviation", "reason")
    POLICY_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_RETURN_FIELD_NUMBER: _ClassVar[int]
    LOWER_FIELD_NUMBER: _ClassVar[int]
    UPPER_FIELD_NUMBER: _ClassVar[int]
    EPISODE_DEVIATION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    policy: str
    digest: str
    expected_return: float
    lower: float
    upper: float
    episode_deviation: float
    reason: str
    def __init__(self, policy: _Optional[str] = ..., digest: _Optional[str] = ..., expected_return: _Optional[float] = ..., lower: _Optional[float] = ..., upper: _Optional[float] = ..., episode_deviation: _Optional[float] = ..., reason: _Optional[str] = ...) -> None: ...

class Move(_message.Message):
    __slots__ = ("agent_id", "from_policy", "to_policy", "reason")
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_POLICY_FIELD_NUMBER: _ClassVar[int]
    TO_POLICY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    from_policy: str
    to_policy: str
    reason: str
    def __init__(self, agent_id: _Optional[str] = ..., from_policy: _Optional[str] = ..., to_policy: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ReportRequest(_message.Message):
    __slots__ = ("agent_id", "policy", "episode_return", "length")
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_FIELD_NUMBER: _ClassVar[int]
    EPISODE_RETURN_FIELD_NUMBER: _ClassVar[int]
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    policy: str
    episode_return: float
    length: int
    def __init__(self, agent_id: _Optional[str] = ..., policy: _Optional[str] = ..., episode_return: _Optional[float] = ..., length: _Optional[int] = ...) -> None: ...

class ReportResponse(_message.Message):
    __slots__ = ("policy", "expected_return")
    POLICY_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_RETURN_FIELD_NUMBER: _ClassVar[int]
    policy: str
    expected_return: float
    def __init__(self, policy: _Optional[str] = ..., expected_return: _Optional[float] = ...) -> None: ...
