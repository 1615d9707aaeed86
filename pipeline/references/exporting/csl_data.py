"""Items → CSL-JSON and CSL-YAML, which hold everything an item has."""

from __future__ import annotations

import json
from collections.abc import Sequence

import yaml

from pipeline.findings import Finding
from pipeline.library import Item
from pipeline.reading.csl_yaml import is_prose
from pipeline.reading.pandoc_markup import from_plain


def write_json(items: Sequence[Item]) -> tuple[str, list[Finding]]:
    """A list of items with their keys as ids, in the shape of `csl-data.json` of CSL 1.0.2."""
    return json.dumps(list(map(_with_id, items)), ensure_ascii=False, indent=2) + "\n", []


def write_yaml(items: Sequence[Item]) -> tuple[str, list[Finding]]:
    """The same as YAML under `references`, as pandoc reads it in a document or a file of its own."""
    text: str = yaml.dump(
        {"references": [_for_pandoc(_with_id(item)) for item in items]},
        Dumper=_WithoutAliases,
        allow_unicode=True,
        sort_keys=False,
        width=100_000,
    )
    return text, []


class _WithoutAliases(yaml.CSafeDumper):
    """Writes what two references have in common twice, for readers that know no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _with_id(item: Item) -> dict[str, object]:
    return {"id": item.key, **item.csl}


def _for_pandoc(csl: dict[str, object]) -> dict[str, object]:
    """pandoc takes some signs in texts for markup."""
    return {
        name: from_plain(value) if isinstance(value, str) and is_prose(name) else value for name, value in csl.items()
    }
