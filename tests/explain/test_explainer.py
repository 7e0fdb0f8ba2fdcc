"""Who is explained, and what it costs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import paycalc
from paycalc.engine.arrays import compute_traced
from paycalc.errors import UnknownTeacherError
from paycalc.result.explain import Explainer, build
from tests.explain.building import small
from tests.explain.conftest import result_of


def test_a_county_is_computed_once_for_all_its_teachers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Explaining everybody of a county traces that county a single time."""
    result = result_of("star")
    calls: list[int] = []

    def counted(plan: Any, encoded: Any, county: int) -> Any:
        calls.append(county)
        return compute_traced(plan, encoded, county)

    monkeypatch.setattr(build, "compute_traced", counted)
    explainer = Explainer(result)
    for teacher in result.payouts["teacher_id"][:20]:
        explainer.explain(teacher)
    assert calls == [0]


def test_an_unknown_teacher_is_told_with_the_nearest_ids() -> None:
    """An id that is nobody's is refused, and those most like it are named."""
    with pytest.raises(UnknownTeacherError, match="the nearest are") as raised:
        result_of("star").explain("T0004x")
    assert "T0004" in raised.value.near
    assert raised.value.counties == ()


def test_an_id_in_two_counties_needs_the_county() -> None:
    """A teacher_id is one person within a county: of two the county says which."""
    result = small(two_counties=True)
    with pytest.raises(UnknownTeacherError, match="C1, C2: say which"):
        result.explain("A")
    assert result.explain("A", county_id="C2").posts[0].county == "C2"
    with pytest.raises(UnknownTeacherError, match="no post in county 'C3', but in C1, C2"):
        result.explain("A", county_id="C3")


def test_a_teacher_with_two_posts_is_told_of_both() -> None:
    """Posts come in the order of their schools, each with its own rows."""
    told = small().explain("B")
    assert [post.school for post in told.posts] == ["S1", "S2"]
    lessons = [item for post in told.posts for item in post.items if item.name == "lessons"]
    assert [[row.row for row in item.rows] for item in lessons] == [[2], [3]]


def test_explaining_changes_nothing() -> None:
    """An explanation is the same whoever was explained before, and leaves the result as it was."""
    result = small()
    first = result.explain("A")
    before = result.payouts
    result.explain("B")
    assert result.explain("A") == first
    assert result.payouts.equals(before)


def test_threads_may_ask_at_once() -> None:
    """Four threads that explain teachers of two counties get what one gets."""
    result = small(two_counties=True)
    asked = [(teacher, county) for teacher in "ABC" for county in ("C1", "C2")] * 5
    one_by_one = [small(two_counties=True).explain(t, county_id=c) for t, c in asked[:6]] * 5
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(lambda pair: result.explain(pair[0], county_id=pair[1]), asked))
    assert at_once == one_by_one


def test_the_unknown_are_refused_as_lookup_errors() -> None:
    """A program may catch what every lookup raises."""
    with pytest.raises(LookupError):
        small().explain("nobody")


def test_errors_are_in_one_place() -> None:
    """Whatever is no problem of policy or records is in ``paycalc.errors``."""
    from paycalc import errors, output

    assert output.TargetExistsError is errors.TargetExistsError
    assert output.InputChangedError is errors.InputChangedError
    assert isinstance(small(), paycalc.Result)
