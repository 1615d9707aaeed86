"""Kinds of check: what a guideline's file may name under `checks`, one line each."""

from __future__ import annotations

from pipeline.guidelines.asking import RunCheck

CHECKS: dict[str, RunCheck] = {}
