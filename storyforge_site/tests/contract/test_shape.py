"""A shape lets nothing else pass."""

from typing import Any

import pytest

from storyforge_site.tests.contract.shape import COUNT, MOMENT, Matching, Nullable, OneOf, Several, faults, identity


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        ({"a": int}, {"a": 1}, {"a": 1, "b": 2}),
        ({"a": int}, {"a": 1}, {}),
        ({"a": int}, {"a": 1}, {"a": True}),
        ({"a": {"b": str}}, {"a": {"b": ""}}, {"a": {"b": None}}),
        ([int], [1, 2], []),
        ([int], [1, 2], [1, "2"]),
        (Several(int), [], None),
        (Nullable(str), None, 5),
        (OneOf(("a", "b")), "b", "c"),
        (COUNT, 0, -1),
        (MOMENT, "2026-11-21T10:00:00.5Z", "2026-11-21T10:00:00+00:00"),
        (identity("job"), "job_01m7", "book_01m7"),
        (identity("job"), f"job_{'1' * 56}", f"job_{'1' * 57}"),
        (Matching("a+"), "aa", "aab"),
        (None, None, 0),
        (False, False, 0),
    ],
)
def test_it_tells_what_is_right_from_what_is_not(shape: Any, good: Any, bad: Any) -> None:
    assert list(faults(shape, good)) == []
    assert len(list(faults(shape, bad))) == 1
