"""Items → CSL-JSON and CSL-YAML, which hold everything an item has."""

from __future__ import annotations

import json
from collections.abc import Sequence

import yaml

from pipeline.findings import Finding
from pipeline.library import Item


def write_json(items: Sequence[Item]) -> tuple[str, list[Finding]]:
    """A list of items with their keys as ids, in the shape of `csl-data.json` of CSL 1.0.2."""
    return json.dumps(list(map(_with_id, items)), ensure_ascii=False, indent=2) + "\n", []


def write_yaml(items: Sequence[Item]) -> tuple[str, list[Finding]]:
    """The same as YAML under `references`, as pandoc reads it in a document or a file of its own."""
    text: str = yaml.dump(
        {"references": list(map(_with_id, items))},
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=100_000,
    )
    return text, []


def _with_id(item: Item) -> dict[str, object]:
    return {"id": item.key, **item.csl}
