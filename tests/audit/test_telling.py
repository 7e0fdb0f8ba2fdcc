"""How an audit is told: text, JSON, HTML, policy tests, Hypothesis examples."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from paycalc.audit._pay import Shown, shown
from paycalc.audit._rows import change_texts, money
from paycalc.audit._words import CHANGES, MEANINGS, VERDICTS, WORDS
from paycalc.audit.auditing import audit
from paycalc.audit.export import example, files, plain, yaml_cases
from paycalc.audit.html import page
from paycalc.audit.model import Audit, ChangeKind, Comparison, County, Difference, Finding
from paycalc.audit.telling import basis, is_leak, losses, text, why
from paycalc.policy import Policy, load_policy
from paycalc.testing import run_cases
from paycalc.testing.strategies import Pair
from tests.audit.building import policy as small

DIP = """x:
  rows: workload
  where: {kind: lesson}
  then:
    - mode: whole
      tiers: {0: 1.0, 17: 0.9}
"""
PROMISES = """promises:
  more_work_not_less_pay: true
  a_lesson: {change: {workload: {lesson: +1}}, then: {own_pay: not_less}}
"""


@pytest.fixture(scope="module")
def broken() -> tuple[Policy, Audit]:
    """A policy whose tier dips, audited."""
    policy = small(DIP, end=PROMISES)
    names = ["more_work_not_less_pay", "nobody_negative", "veto_harms_nobody", "no_school_cliff"]
    return policy, audit(policy, cases=1024, promises=names, threads=1)


def place_of(policy: Policy, text: str) -> int:
    """The line of the policy that has a text."""
    return next(n for n, line in enumerate(policy.source.splitlines(), 1) if text in line)


@pytest.fixture(scope="module")
def case(broken: tuple[Policy, Audit]) -> Shown:
    """What is told of the case that was found."""
    [broke] = broken[1].broken
    found = shown(broken[0], broke)
    assert found is not None
    return found


def test_text_tells_verdicts_pay_before_and_after_and_the_line_at_fault(
    broken: tuple[Policy, Audit],
) -> None:
    """The case has everybody's pay, what changed, and the very tier."""
    told = text(*broken)
    declared = place_of(broken[0], "more_work_not_less_pay")
    assert f"BROKEN         more_work_not_less_pay (declared, small.yaml:{declared}:3)" in told
    assert "SAMPLED        nobody_negative (note)" in told
    assert "NOT EXERCISED  veto_harms_nobody (note)" in told
    assert "workload lesson: 16 -> 17" in told
    tier = place_of(broken[0], "tiers:")
    assert f"small.yaml:{tier}:" in told
    assert "17 is worth 15.3, just below it 17" in told
    assert "level_2.work: 10,000.00 -> 9,776.36 (small.yaml:" in told


def test_a_sampled_promise_says_how_many_cases_and_their_bound(
    broken: tuple[Policy, Audit],
) -> None:
    """SAMPLED is told with N and 3/N, so that nobody takes it for a proof."""
    [line] = [x for x in text(*broken).splitlines() if "cases, none breaks it" in x]
    assert "1,024 cases" in line
    assert "at 95% confidence fewer than 0.293% of such cases do" in line


def test_chinese_tells_the_same(broken: tuple[Policy, Audit]) -> None:
    """Verdicts, sentences and reasons are in Chinese."""
    told = text(*broken, "zh")
    assert "不成立" in told
    assert "多教多酬" in told
    assert "自 17 起全部按本档费率计" in told
    assert "BROKEN" not in told


def test_all_words_come_in_both_languages_with_the_same_values() -> None:
    """Templates of both languages name the same values."""
    import string

    def values(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    for tables in (WORDS, CHANGES, VERDICTS, MEANINGS):
        for en, zh in tables.values():  # type: ignore[attr-defined]
            assert values(en) == values(zh)
            assert en
            assert zh


def test_json_holds_all_of_it(broken: tuple[Policy, Audit]) -> None:
    """`paycalc-audit/1`: promises with verdicts, cases, reasons; it survives JSON."""
    data = json.loads(json.dumps(plain(*broken), ensure_ascii=False))
    assert (data["format"], data["ok"]) == ("paycalc-audit/1", False)
    by_id = {one["id"]: one for one in data["promises"]}
    found = by_id["more_work_not_less_pay"]
    assert (found["verdict"], found["declared"], found["worst"][-3:-2]) == ("BROKEN", True, ".")
    finding = found["finding"]
    assert finding["loss"] == "223.64"
    assert finding["why"][0]["line"] == place_of(broken[0], "tiers:")
    assert {row["payable"] for row in finding["pay_before"]} == {"10000.00"}
    assert by_id["nobody_negative"]["bound_95"] == pytest.approx(3 / 1024)
    assert found["place"]["line"] == place_of(broken[0], "more_work_not_less_pay")
    assert by_id["nobody_negative"]["place"] is None


class Tags(HTMLParser):
    """The tags of a page, and whether they close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remembers it."""
        self.names.add(tag)
        assert not any(name.startswith("on") or name == "src" for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes the one that is open."""
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_whole_and_brings_no_script(
    language: str, broken: tuple[Policy, Audit]
) -> None:
    """Every tag closes; nothing is loaded from elsewhere, nothing runs."""
    told = page(*broken, language)
    tags = Tags()
    tags.feed(told)
    assert tags.open == []
    assert not tags.names & {"script", "link", "img", "iframe"}
    assert "http" not in told.replace("http-equiv", "")


def test_the_page_has_the_case_to_paste(tmp_path: Path, broken: tuple[Policy, Audit]) -> None:
    """It stands there as a policy test, and as an example above a test of Hypothesis."""
    [(_, content)] = files(*broken, tmp_path)
    told = page(*broken, "en")
    assert escape(content.splitlines()[-1]) in told
    assert "<pre>@example(pair=Pair(" in told


def test_the_page_escapes_what_a_policy_says() -> None:
    """A name with signs of HTML stays text."""
    own = '{"<b>x": {change: {veto: true}, then: {others_pay: not_less}}}'
    policy = small(DIP, end=f"promises: {own}")
    told = page(policy, audit(policy, cases=64, promises=["<b>x"], threads=1))
    assert "<b>x" not in told
    assert "&lt;b&gt;x" in told


def test_the_case_runs_as_a_policy_test(tmp_path: Path, broken: tuple[Policy, Audit]) -> None:
    """What is written below tests/NAME passes today, and has both counties."""
    source = tmp_path / "small.yaml"
    source.write_text(broken[0].source, encoding="utf-8")
    policy = load_policy(source)
    written = list(files(policy, broken[1], tmp_path / "tests" / "small"))
    assert [path.name for path, _ in written] == ["audit-more_work_not_less_pay.yaml"]
    for path, content in written:
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
        report = run_cases([path])
        assert (len(report.outcomes), report.failed, report.problems) == (2, (), ())
    changed = written[0][1].replace("9776.36", "9776.37")
    written[0][0].write_text(changed, encoding="utf-8")
    assert len(run_cases([written[0][0]]).failed) == 1


def test_cells_that_need_quotes_get_them(case: Shown) -> None:
    """A cell with a comma or a quote is one cell of the policy test."""
    from dataclasses import replace

    row = dict(case.finding.before.tables["schools"][0]) | {"stage": 'a, "b"'}
    county = replace(case.finding.before, tables={**case.finding.before.tables, "schools": (row,)})
    odd = replace(case, finding=replace(case.finding, before=county))
    assert '"a, ""b"""' in yaml_cases(small(DIP), odd)


def test_the_example_is_python_and_holds_both_counties(case: Shown) -> None:
    """`@example(pair=…)` evaluates to the counties of the finding."""
    told = example(case.finding)
    made: list[Pair] = []

    def keep(pair: Pair) -> None:
        made.append(pair)

    eval(told.removeprefix("@"), {"example": keep, "County": County, "Pair": Pair})
    assert made == [Pair(case.finding.before, case.finding.after)]


def test_money_has_thousands_apart_and_the_currencys_digits() -> None:
    """In yuan with fen, in yen without."""
    assert [money(123456789, 2), money(-5, 2), money(1234, 0)] == ["1,234,567.89", "-0.05", "1,234"]


def test_a_teacher_with_two_posts_is_told_of_both() -> None:
    """Own pay is that of all posts, so the lines that differ are those of all posts."""
    from dataclasses import replace

    policy = small(end="promises: {more_work_not_less_pay: true}")
    tables = {
        "funds": ({"county_id": "C1", "amount": "100"},),
        "schools": tuple({"school_id": s, "county_id": "C1"} for s in ("S1", "S2")),
        "staff": tuple(
            {"teacher_id": t, "school_id": s, "position": "teacher"}
            for t, s in (("T1", "S1"), ("T1", "S2"), ("T2", "S1"))
        ),
    }
    work = [{"teacher_id": "T1", "school_id": s, "kind": "lesson"} for s in ("S1", "S2")]
    other = {"teacher_id": "T2", "school_id": "S1", "kind": "lesson", "quantity": "1"}
    before = County(
        {**tables, "workload": (*({**row, "quantity": "1"} for row in work), other)},
        {"id": "p", "from": "2025-09-01", "to": "2026-01-31"},
    )
    after = replace(
        before,
        tables={**tables, "workload": (*({**row, "quantity": "3"} for row in work), other)},
    )
    [judged] = audit(policy, cases=1, promises=["more_work_not_less_pay"], threads=1).judged
    finding = Finding(
        "more_work_not_less_pay", before, after, (), ("S1", "T1"), loss=1, share=0, seed=0, index=0
    )
    told = shown(policy, replace(judged, finding=finding))
    assert told is not None
    assert [(one.line, one.before, one.after) for one in told.lines] == [
        ("S1 level_2.work", 3334, 5000)
    ]
    assert told.before.payable["S2", "T1"] == 3333


# --- The difference of two explanations ----------------------------------------------------------

TURNED = """x:
  rows: workload
  where: {kind: lesson}
  then:
    - times: {item: price}
    - plus: 100
price: {rows: workload, where: {kind: duty}, then: [{times: 0}, {minus: 2}]}
"""


def test_why_names_the_step_that_makes_a_fall_of_a_rise() -> None:
    """Items that differ are told with their numbers, and the very step that turns one around."""
    policy = small(TURNED)
    found = audit(policy, cases=512, promises=["more_work_not_less_pay"], threads=1)
    case = shown(policy, found.judged[0])
    assert case is not None
    (item,) = case.items
    assert (item.name, item.turn is not None) == ("x", True)
    step = place_of(policy, "- times: {item: price}")
    assert item.turn is not None
    assert (item.turn.step, item.turn.operand, item.turn.mark.line) == ("times", -2_000_000, step)
    told = "\n".join(why(policy, case, "en"))
    assert f"small.yaml:{step}:" in told
    assert "`times` by -2 makes a fall of a rise" in told
    assert "item x is multiplied by item price, which may be below 0" in told
    plain_case = plain(policy, found)["promises"][0]["finding"]["items"]  # type: ignore[index]
    assert plain_case[0]["turned_by"]["place"]["line"] == step


def test_of_two_colleagues_the_items_that_differ_between_them_are_told() -> None:
    """Where nothing changes, the loser's items are held against the colleague's."""
    policy = small("x: {rows: workload, where: {kind: lesson}, then: [{from: 100}]}")
    found = audit(policy, cases=512, promises=["more_of_everything_not_less_pay"], threads=1)
    case = shown(policy, found.judged[0])
    assert case is not None
    (item,) = case.items
    assert item.after is not None
    assert item.before is not None
    assert item.after < item.before
    assert item.turn is not None
    assert item.turn.step == "from"


def test_a_loss_that_is_next_to_nothing_is_told_as_a_leak(broken: tuple[Policy, Audit]) -> None:
    """Beyond rounding and yet less than a unit of money; a refusal or a real loss is none."""
    judged = next(one for one in broken[1].judged if one.finding is not None)
    assert judged.finding is not None
    assert not is_leak(judged, 2)
    little = replace(judged, finding=replace(judged.finding, loss=99))
    assert is_leak(little, 2)
    assert any("a leak" in line for line in basis(broken[0], little, "en"))
    assert any("渗漏" in line for line in basis(broken[0], little, "zh"))
    assert not is_leak(replace(little, finding=replace(little.finding, refused=("C205",))), 2)


def test_how_many_counties_are_refused_is_told_with_their_rate(
    broken: tuple[Policy, Audit],
) -> None:
    """A county that the engine refuses is not judged; of how many drawn is told."""
    judged = broken[1].judged[0]
    assert judged.counties == 1024
    some = replace(judged, refused_before=128)
    told = "refused, not judged: 128 of 1,024 counties (12.5%)"
    assert told in list(basis(broken[0], some, "en"))
    assert "被拒绝而未判定：1,024 例中的 128 例（12.5%）" in list(basis(broken[0], some, "zh"))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("twin", "S1 T1: has the same records as T2"),
        ("dominated", "S1 T1: has as much as T2 on every count, and more on some"),
    ],
)
def test_a_colleague_is_told_in_a_sentence(kind: ChangeKind, said: str) -> None:
    """What makes somebody a colleague's equal or better names that colleague."""
    (line,) = change_texts([Difference(kind, "", "S1", "T1", after="T2")], "en")
    assert line == said


def test_places_that_nobody_reached_are_told_by_name(broken: tuple[Policy, Audit]) -> None:
    """The text counts the places that the search came to and names those that it never did."""
    found = replace(broken[1], coverage={"band a": 3, "band b": 0, "pool c": 1}, refusals={})
    told = text(broken[0], found)
    assert "The search came to 2 of 3 places" in told
    assert "never: band b" in told
    assert "band a" not in told
    assert "未到达：band b" in text(broken[0], found, "zh")
    assert "<li>band a: 3</li>" in page(broken[0], found)


@pytest.mark.parametrize(
    ("compares", "said"),
    [
        ("own_not_less", "T1 of S1-1 has 223.64 less than promised"),
        ("own_not_more", "T1 of S1-1 has 223.64 more than promised"),
        ("caps", "T1 of S1-1 is 223.64 beyond a limit"),
        ("own_no_cliff", "the pay of T1 of S1-1 moves by 223.64 more than promised"),
        ("unit_no_cliff", "the money per head of S1-1 moves by 223.64 more than promised"),
        ("front_line_per_head", "per head the front line of S1-1 has 223.64 less than leaders"),
    ],
)
def test_a_breach_is_told_as_what_it_is(
    broken: tuple[Policy, Audit], case: Shown, compares: Comparison, said: str
) -> None:
    """Less or more than promised, beyond a limit, a jump, or the front line's mean below."""
    promise = replace(case.judged.promise, compares=compares)
    finding = replace(case.finding, loser=("S1-1", "T1"), peer=None)
    other = replace(case, judged=replace(case.judged, promise=promise), finding=finding)
    (line,) = losses(broken[0], other, "en")
    assert line.startswith(said)
    (line,) = losses(broken[0], other, "zh")
    assert "223.64" in line
