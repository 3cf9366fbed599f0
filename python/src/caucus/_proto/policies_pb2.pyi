from caucus._proto import acting_pb2 as _acting_pb2
from caucus._proto import assignment_pb2 as _assignment_pb2
from caucus._proto import space_pb2 as _space_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AlarmKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ALARM_KIND_UNSPECIFIED: _ClassVar[AlarmKind]
    ALARM_KIND_OBSERVATIONS: _ClassVar[AlarmKind]
    ALARM_KIND_RETURNS: _ClassVar[AlarmKind]
ALARM_KIND_UNSPECIFIED: AlarmKind
ALARM_KIND_OBSERVATIONS: AlarmKind
ALARM_KIND_RETURNS: AlarmKind

class GetStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetStatusResponse(_message.Message):
    __slots__ = ("server_version", "contract", "contract_revision", "limits", "dossiers", "alarms", "audit", "agents_remembered", "open_streams", "refusal")
    SERVER_VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_REVISION_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    DOSSIERS_FIELD_NUMBER: _ClassVar[int]
    ALARMS_FIELD_NUMBER: _ClassVar[int]
    AUDIT_FIELD_NUMBER: _ClassVar[int]
    AGENTS_REMEMBERED_FIELD_NUMBER: _ClassVar[int]
    OPEN_STREAMS_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    server_version: str
    contract: str
    contract_revision: int
    limits: Limits
    dossiers: _containers.RepeatedCompositeFieldContainer[DossierStatus]
    alarms: _containers.RepeatedCompositeFieldContainer[Alarm]
    audit: AuditHead
    agents_remembered: int
    open_streams: int
    refusal: str
    def __init__(self, server_version: _Optional[str] = ..., contract: _Optional[str] = ..., contract_revision: _Optional[int] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ..., dossiers: _Optional[_Iterable[_Union[DossierStatus, _Mapping]]] = ..., alarms: _Optional[_Iterable[_Union[Alarm, _Mapping]]] = ..., audit: _Optional[_Union[AuditHead, _Mapping]] = ..., agents_remembered: _Optional[int] = ..., open_streams: _Optional[int] = ..., refusal: _Optional[str] = ...) -> None: ...

class Limits(_message.Message):
    __slots__ = ("max_batch", "max_streams_per_client", "max_message_bytes", "max_agents", "max_trials", "max_id_bytes")
    MAX_BATCH_FIELD_NUMBER: _ClassVar[int]
    MAX_STREAMS_PER_CLIENT_FIELD_NUMBER: _ClassVar[int]
    MAX_MESSAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_AGENTS_FIELD_NUMBER: _ClassVar[int]
    MAX_TRIALS_FIELD_NUMBER: _ClassVar[int]
    MAX_ID_BYTES_FIELD_NUMBER: _ClassVar[int]
    max_batch: int
    max_streams_per_client: int
    max_message_bytes: int
    max_agents: int
    max_trials: int
    max_id_bytes: int
    def __init__(self, max_batch: _Optional[int] = ..., max_streams_per_client: _Optional[int] = ..., max_message_bytes: _Optional[int] = ..., max_agents: _Optional[int] = ..., max_trials: _Optional[int] = ..., max_id_bytes: _Optional[int] = ...) -> None: ...

class DossierStatus(_message.Message):
    __slots__ = ("name", "digest", "refusal", "environment_id", "observation_size", "action_space", "parameters", "policies")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_ID_FIELD_NUMBER: _ClassVar[int]
    OBSERVATION_SIZE_FIELD_NUMBER: _ClassVar[int]
    ACTION_SPACE_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    POLICIES_FIELD_NUMBER: _ClassVar[int]
    name: str
    digest: str
    refusal: str
    environment_id: str
    observation_size: int
    action_space: _space_pb2.Space
    parameters: _containers.RepeatedCompositeFieldContainer[AgentParameter]
    policies: _containers.RepeatedCompositeFieldContainer[PolicyStatus]
    def __init__(self, name: _Optional[str] = ..., digest: _Optional[str] = ..., refusal: _Optional[str] = ..., environment_id: _Optional[str] = ..., observation_size: _Optional[int] = ..., action_space: _Optional[_Union[_space_pb2.Space, _Mapping]] = ..., parameters: _Optional[_Iterable[_Union[AgentParameter, _Mapping]]] = ..., policies: _Optional[_Iterable[_Union[PolicyStatus, _Mapping]]] = ...) -> None: ...

class AgentParameter(_message.Message):
    __slots__ = ("name", "unit", "minimum", "maximum")
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    name: str
    unit: str
    minimum: float
    maximum: float
    def __init__(self, name: _Optional[str] = ..., unit: _Optional[str] = ..., minimum: _Optional[float] = ..., maximum: _Optional[float] = ...) -> None: ...

class PolicyStatus(_message.Message):
    __slots__ = ("name", "digest", "approved", "reason", "approvals", "decisions", "reports", "outside", "evidence")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    APPROVED_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    APPROVALS_FIELD_NUMBER: _ClassVar[int]
    DECISIONS_FIELD_NUMBER: _ClassVar[int]
    REPORTS_FIELD_NUMBER: _ClassVar[int]
    OUTSIDE_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    name: str
    digest: str
    approved: bool
    reason: str
    approvals: _containers.RepeatedCompositeFieldContainer[Approval]
    decisions: int
    reports: int
    outside: _containers.RepeatedScalarFieldContainer[float]
    evidence: float
    def __init__(self, name: _Optional[str] = ..., digest: _Optional[str] = ..., approved: bool = ..., reason: _Optional[str] = ..., approvals: _Optional[_Iterable[_Union[Approval, _Mapping]]] = ..., decisions: _Optional[int] = ..., reports: _Optional[int] = ..., outside: _Optional[_Iterable[float]] = ..., evidence: _Optional[float] = ...) -> None: ...

class Approval(_message.Message):
    __slots__ = ("reviewer", "approved_at", "expires_at")
    REVIEWER_FIELD_NUMBER: _ClassVar[int]
    APPROVED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    reviewer: str
    approved_at: str
    expires_at: str
    def __init__(self, reviewer: _Optional[str] = ..., approved_at: _Optional[str] = ..., expires_at: _Optional[str] = ...) -> None: ...

class Alarm(_message.Message):
    __slots__ = ("kind", "policy", "raised_at", "message")
    KIND_FIELD_NUMBER: _ClassVar[int]
    POLICY_FIELD_NUMBER: _ClassVar[int]
    RAISED_AT_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    kind: AlarmKind
    policy: str
    raised_at: str
    message: str
    def __init__(self, kind: _Optional[_Union[AlarmKind, str]] = ..., policy: _Optional[str] = ..., raised_at: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class AuditHead(_message.Message):
    __slots__ = ("sequence", "digest")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    digest: str
    def __init__(self, sequence: _Optional[int] = ..., digest: _Optional[str] = ...) -> None: ...
