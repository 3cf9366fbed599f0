from google.rpc import status_pb2 as _status_pb2
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
    ACTION_CHOICE_SAMPLE: _ClassVar[ActionChoice]
    ACTION_CHOICE_MODE: _ClassVar[ActionChoice]
ACTION_CHOICE_UNSPECIFIED: ActionChoice
ACTION_CHOICE_SAMPLE: ActionChoice
ACTION_CHOICE_MODE: ActionChoice

class InteractRequest(_message.Message):
    __slots__ = ("sequence", "attach", "reset", "step", "render", "save_state", "restore_state", "put_policies", "rollout")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    ATTACH_FIELD_NUMBER: _ClassVar[int]
    RESET_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    RENDER_FIELD_NUMBER: _ClassVar[int]
    SAVE_STATE_FIELD_NUMBER: _ClassVar[int]
    RESTORE_STATE_FIELD_NUMBER: _ClassVar[int]
    PUT_POLICIES_FIELD_NUMBER: _ClassVar[int]
    ROLLOUT_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    attach: AttachRequest
    reset: ResetRequest
    step: StepRequest
    render: RenderRequest
    save_state: SaveStateRequest
    restore_state: RestoreStateRequest
    put_policies: PutPoliciesRequest
    rollout: RolloutRequest
    def __init__(self, sequence: _Optional[int] = ..., attach: _Optional[_Union[AttachRequest, _Mapping]] = ..., reset: _Optional[_Union[ResetRequest, _Mapping]] = ..., step: _Optional[_Union[StepRequest, _Mapping]] = ..., render: _Optional[_Union[RenderRequest, _Mapping]] = ..., save_state: _Optional[_Union[SaveStateRequest, _Mapping]] = ..., restore_state: _Optional[_Union[RestoreStateRequest, _Mapping]] = ..., put_policies: _Optional[_Union[PutPoliciesRequest, _Mapping]] = ..., rollout: _Optional[_Union[RolloutRequest, _Mapping]] = ...) -> None: ...

class InteractResponse(_message.Message):
    __slots__ = ("sequence", "attach", "reset", "step", "render", "save_state", "restore_state", "put_policies", "rollout", "error")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    ATTACH_FIELD_NUMBER: _ClassVar[int]
    RESET_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    RENDER_FIELD_NUMBER: _ClassVar[int]
    SAVE_STATE_FIELD_NUMBER: _ClassVar[int]
    RESTORE_STATE_FIELD_NUMBER: _ClassVar[int]
    PUT_POLICIES_FIELD_NUMBER: _ClassVar[int]
    ROLLOUT_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    attach: AttachResponse
    reset: ResetResponse
    step: StepResponse
    render: RenderResponse
    save_state: SaveStateResponse
    restore_state: RestoreStateResponse
    put_policies: PutPoliciesResponse
    rollout: RolloutResponse
    error: _status_pb2.Status
    def __init__(self, sequence: _Optional[int] = ..., attach: _Optional[_Union[AttachResponse, _Mapping]] = ..., reset: _Optional[_Union[ResetResponse, _Mapping]] = ..., step: _Optional[_Union[StepResponse, _Mapping]] = ..., render: _Optional[_Union[RenderResponse, _Mapping]] = ..., save_state: _Optional[_Union[SaveStateResponse, _Mapping]] = ..., restore_state: _Optional[_Union[RestoreStateResponse, _Mapping]] = ..., put_policies: _Optional[_Union[PutPoliciesResponse, _Mapping]] = ..., rollout: _Optional[_Union[RolloutResponse, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class AttachRequest(_message.Message):
    __slots__ = ("session_id",)
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class AttachResponse(_message.Message):
    __slots__ = ("next_sequence",)
    NEXT_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    next_sequence: int
    def __init__(self, next_sequence: _Optional[int] = ...) -> None: ...

class ResetRequest(_message.Message):
    __slots__ = ("mask", "seed")
    MASK_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    mask: _tensor_pb2.Tensor
    seed: int
    def __init__(self, mask: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., seed: _Optional[int] = ...) -> None: ...

class ResetResponse(_message.Message):
    __slots__ = ("observations", "infos")
    class InfosEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _tensor_pb2.Tensor
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    INFOS_FIELD_NUMBER: _ClassVar[int]
    observations: _tensor_pb2.Tensor
    infos: _containers.MessageMap[str, _tensor_pb2.Tensor]
    def __init__(self, observations: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., infos: _Optional[_Mapping[str, _tensor_pb2.Tensor]] = ...) -> None: ...

class StepRequest(_message.Message):
    __slots__ = ("actions",)
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    actions: _tensor_pb2.Tensor
    def __init__(self, actions: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...

class StepResponse(_message.Message):
    __slots__ = ("observations", "rewards", "terminated", "truncated", "infos", "finished", "seconds")
    class InfosEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _tensor_pb2.Tensor
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    REWARDS_FIELD_NUMBER: _ClassVar[int]
    TERMINATED_FIELD_NUMBER: _ClassVar[int]
    TRUNCATED_FIELD_NUMBER: _ClassVar[int]
    INFOS_FIELD_NUMBER: _ClassVar[int]
    FINISHED_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    observations: _tensor_pb2.Tensor
    rewards: Rewards
    terminated: _tensor_pb2.Tensor
    truncated: _tensor_pb2.Tensor
    infos: _containers.MessageMap[str, _tensor_pb2.Tensor]
    finished: FinishedEpisodes
    seconds: float
    def __init__(self, observations: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., rewards: _Optional[_Union[Rewards, _Mapping]] = ..., terminated: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., truncated: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., infos: _Optional[_Mapping[str, _tensor_pb2.Tensor]] = ..., finished: _Optional[_Union[FinishedEpisodes, _Mapping]] = ..., seconds: _Optional[float] = ...) -> None: ...

class FinishedEpisodes(_message.Message):
    __slots__ = ("environments", "lengths", "returns", "final_observations", "final_infos", "steps")
    class FinalInfosEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _tensor_pb2.Tensor
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...
    ENVIRONMENTS_FIELD_NUMBER: _ClassVar[int]
    LENGTHS_FIELD_NUMBER: _ClassVar[int]
    RETURNS_FIELD_NUMBER: _ClassVar[int]
    FINAL_OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    FINAL_INFOS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    environments: _tensor_pb2.Tensor
    lengths: _tensor_pb2.Tensor
    returns: Rewards
    final_observations: _tensor_pb2.Tensor
    final_infos: _containers.MessageMap[str, _tensor_pb2.Tensor]
    steps: _tensor_pb2.Tensor
    def __init__(self, environments: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., lengths: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., returns: _Optional[_Union[Rewards, _Mapping]] = ..., final_observations: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., final_infos: _Optional[_Mapping[str, _tensor_pb2.Tensor]] = ..., steps: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...

class Rewards(_message.Message):
    __slots__ = ("dense", "sparse")
    DENSE_FIELD_NUMBER: _ClassVar[int]
    SPARSE_FIELD_NUMBER: _ClassVar[int]
    dense: _tensor_pb2.Tensor
    sparse: SparseRewards
    def __init__(self, dense: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., sparse: _Optional[_Union[SparseRewards, _Mapping]] = ...) -> None: ...

class SparseRewards(_message.Message):
    __slots__ = ("num_rows", "num_agents", "index_dtype", "rows", "counts", "agents", "values")
    NUM_ROWS_FIELD_NUMBER: _ClassVar[int]
    NUM_AGENTS_FIELD_NUMBER: _ClassVar[int]
    INDEX_DTYPE_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    num_rows: int
    num_agents: int
    index_dtype: _tensor_pb2.DataType
    rows: bytes
    counts: bytes
    agents: bytes
    values: bytes
    def __init__(self, num_rows: _Optional[int] = ..., num_agents: _Optional[int] = ..., index_dtype: _Optional[_Union[_tensor_pb2.DataType, str]] = ..., rows: _Optional[bytes] = ..., counts: _Optional[bytes] = ..., agents: _Optional[bytes] = ..., values: _Optional[bytes] = ...) -> None: ...

class RenderRequest(_message.Message):
    __slots__ = ("mask",)
    MASK_FIELD_NUMBER: _ClassVar[int]
    mask: _tensor_pb2.Tensor
    def __init__(self, mask: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...

class RenderResponse(_message.Message):
    __slots__ = ("frames",)
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    frames: _tensor_pb2.Tensor
    def __init__(self, frames: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...

class SaveStateRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SaveStateResponse(_message.Message):
    __slots__ = ("states",)
    STATES_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, states: _Optional[_Iterable[bytes]] = ...) -> None: ...

class RestoreStateRequest(_message.Message):
    __slots__ = ("states",)
    STATES_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, states: _Optional[_Iterable[bytes]] = ...) -> None: ...

class RestoreStateResponse(_message.Message):
    __slots__ = ("observations",)
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    observations: _tensor_pb2.Tensor
    def __init__(self, observations: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...

class PutPoliciesRequest(_message.Message):
    __slots__ = ("policies",)
    POLICIES_FIELD_NUMBER: _ClassVar[int]
    policies: _containers.RepeatedCompositeFieldContainer[Policy]
    def __init__(self, policies: _Optional[_Iterable[_Union[Policy, _Mapping]]] = ...) -> None: ...

class Policy(_message.Message):
    __slots__ = ("name", "model")
    NAME_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    name: str
    model: bytes
    def __init__(self, name: _Optional[str] = ..., model: _Optional[bytes] = ...) -> None: ...

class PutPoliciesResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RolloutRequest(_message.Message):
    __slots__ = ("num_steps", "policies", "action_choice", "noise_seed", "first_step")
    NUM_STEPS_FIELD_NUMBER: _ClassVar[int]
    POLICIES_FIELD_NUMBER: _ClassVar[int]
    ACTION_CHOICE_FIELD_NUMBER: _ClassVar[int]
    NOISE_SEED_FIELD_NUMBER: _ClassVar[int]
    FIRST_STEP_FIELD_NUMBER: _ClassVar[int]
    num_steps: int
    policies: _tensor_pb2.Tensor
    action_choice: ActionChoice
    noise_seed: int
    first_step: int
    def __init__(self, num_steps: _Optional[int] = ..., policies: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., action_choice: _Optional[_Union[ActionChoice, str]] = ..., noise_seed: _Optional[int] = ..., first_step: _Optional[int] = ...) -> None: ...

class RolloutResponse(_message.Message):
    __slots__ = ("observations", "actions", "rewards", "terminated", "truncated", "infos", "finished", "acting_seconds", "stepping_seconds")
    class InfosEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _tensor_pb2.Tensor
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ...) -> None: ...
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    REWARDS_FIELD_NUMBER: _ClassVar[int]
    TERMINATED_FIELD_NUMBER: _ClassVar[int]
    TRUNCATED_FIELD_NUMBER: _ClassVar[int]
    INFOS_FIELD_NUMBER: _ClassVar[int]
    FINISHED_FIELD_NUMBER: _ClassVar[int]
    ACTING_SECONDS_FIELD_NUMBER: _ClassVar[int]
    STEPPING_SECONDS_FIELD_NUMBER: _ClassVar[int]
    observations: _tensor_pb2.Tensor
    actions: _tensor_pb2.Tensor
    rewards: Rewards
    terminated: _tensor_pb2.Tensor
    truncated: _tensor_pb2.Tensor
    infos: _containers.MessageMap[str, _tensor_pb2.Tensor]
    finished: FinishedEpisodes
    acting_seconds: float
    stepping_seconds: float
    def __init__(self, observations: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., actions: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., rewards: _Optional[_Union[Rewards, _Mapping]] = ..., terminated: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., truncated: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., infos: _Optional[_Mapping[str, _tensor_pb2.Tensor]] = ..., finished: _Optional[_Union[FinishedEpisodes, _Mapping]] = ..., acting_seconds: _Optional[float] = ..., stepping_seconds: _Optional[float] = ...) -> None: ...
