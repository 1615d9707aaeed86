"""Mending a line of YAML writes down what was read in spite of the mistake, and changes nothing that was read."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.fixing import edited
from pipeline.reading.yaml_repair import read_yaml

VALUE = st.text("ab2 #:,'\"%@>*[]{}&!|-?`\t", min_size=1, max_size=14)
LINE = st.one_of(
    st.builds("field{}: {}".format, st.integers(0, 3), VALUE),
    st.builds("list{}: [{}, {}]".format, st.integers(0, 3), VALUE, VALUE),
    st.builds("form{}: {{a: {}, b: {}}}".format, st.integers(0, 3), VALUE, VALUE),
    st.builds("names{}:\n  - {}\n  - {}".format, st.integers(0, 3), VALUE, VALUE),
    st.builds("part{}:\n\ta: {}\n\tb: {}".format, st.integers(0, 3), VALUE, VALUE),
)


@given(st.lists(LINE, min_size=1, max_size=4).map(lambda lines: "\n".join([*lines, "last: x", ""])))
@example("a: biopsy #2\nb: @home\nc: [rash #1, %5]\n")
@example("a: x\na: x\nb: y\n")
def test_what_was_read_stays_and_the_mistake_is_gone(text: str) -> None:
    before = read_yaml(text, "a.yaml")
    fixed = edited({"a.yaml": text}, before.findings)
    after = read_yaml(fixed.texts["a.yaml"], "a.yaml")
    assert after.root == before.root
    assert len(after.findings) == len(before.findings) - len(fixed.applied)
