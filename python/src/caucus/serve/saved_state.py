"""Saved states on the wire: a digest, then what they are of and what they hold, as JSON."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from caucus.errors import unexpected

_DIGEST_BYTES = 16


def encode_state(fingerprint: str, state: dict[str, Any]) -> bytes:
    """
    :param fingerprint: of environment and agents
    """
    text = json.dumps({"of": fingerprint, "state": state}).encode()
    return _digest(text) + text


def decode_state(fingerprint: str, data: bytes, where: str) -> dict[str, Any]:
    """
    :raises ContractError: if the state is damaged, or of another environment or other agents
    """
    digest, text = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if _digest(text) != digest:
        raise unexpected(where, "a state that SaveState gave", "damaged bytes")
    saved = json.loads(text)
    if saved["of"] != fingerprint:
        raise unexpected(where, "a state of this environment with these agents", "one of another")
    state: dict[str, Any] = saved["state"]
    return state


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()[:_DIGEST_BYTES]
