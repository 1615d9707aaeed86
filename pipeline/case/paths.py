"""Which field names may stand where in case.yaml, or another file of fields, read off the models themselves."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Annotated, get_args, get_origin

from pydantic import BaseModel

from pipeline.case import CaseFile
from pipeline.case.sources import FieldPath


@cache
def names_at(path: FieldPath, model: type[BaseModel] = CaseFile) -> tuple[str, ...]:
    """Names of the fields allowed in the mapping at `path`; () where it is no mapping of fixed fields."""
    names: list[str] = []
    for kind in _types_at(path, model):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names += [field.alias or name for name, field in kind.model_fields.items()]
    return tuple(names)


def exists(path: FieldPath, model: type[BaseModel] = CaseFile) -> bool:
    """Whether a field of this path could be written at all."""
    return any(True for _ in _types_at(path, model))


def _types_at(path: FieldPath, model: type[BaseModel]) -> Iterator[object]:
    kinds: list[object] = [model]
    for step in path:
        kinds = [below for kind in kinds for plain in _plain(kind) for below in _below(plain, step)]
    for kind in kinds:
        yield from _plain(kind)


def _plain(kind: object) -> Iterator[object]:
    """The alternatives of a union, without `Annotated`."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _plain(get_args(kind)[0])
    elif origin in {typing.Union, types.UnionType}:
        for alternative in get_args(kind):
            yield from _plain(alternative)
    else:
        yield kind


def _below(kind: object, step: str | int) -> Iterator[object]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if step == (field.alias or name):
                yield field.annotation
    elif get_origin(kind) is dict:
        yield get_args(kind)[1]
    elif get_origin(kind) is tuple and (isinstance(step, int) or step.isdigit()):
        yield get_args(kind)[0]
