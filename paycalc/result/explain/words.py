"""The sentences of an explanation in English and Chinese, and how numbers and money are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from paycalc.engine.values import decimal_text
from paycalc.result.explain.item_facts import Line

Lines: TypeAlias = Iterator[tuple[int, str]]
"""Depth and text of each line."""

_DIGITS = 6
"""An exact share is shown with so many decimals of a fen; ``…`` says that more follow."""

WORDS: Mapping[str, tuple[str, str]] = {
    "title": (
        "{teacher}: {policy}, {period}, {currency}",
        "{teacher}：{policy}，{period}，{currency}",
    ),
    "post": (
        "School {school} (unit {unit}, county {county}{plan})",
        "学校 {school}（单位 {unit}，县区 {county}{plan}）",
    ),
    "plan": (", plan {plan}", "，方案 {plan}"),
    "payout": (
        "gross {gross} - forfeited {forfeited} + received {received} - held {held} = "
        "payable {payable}",
        "应得 {gross} - 扣回 {forfeited} + 转入 {received} - 暂扣 {held} = 应发 {payable}",
    ),
    "purses": ("Where the money came from", "资金从何而来"),
    "unit_money": ("What the unit got", "单位分得"),
    "pools": ("Pools", "各分配项"),
    "adjustments": ("Adjustments", "调整"),
    "guarantees": ("Guarantees", "保障条款"),
    "manual": ("Manual adjustments", "手工调整"),
    "cases": ("Cases", "师德案件"),
    "received": ("Received from cases of others", "他人扣回款的转入"),
    "items": ("Items", "指标"),
    "purse_1": ("fund of the county: {whole} ({sources})", "县级资金：{whole}（{sources}）"),
    "purse_2": ("money of the unit: {whole} ({sources})", "单位资金：{whole}（{sources}）"),
    "no_source": ("without a source", "未注明来源"),
    "opening": ("opening balance", "期初余额"),
    "nothing": ("nothing", "无"),
    "take": (
        "{pool}: took {taken} of {left} ({takes}{at})",
        "{pool}：从 {left} 中取 {taken}（{takes}{at}）",
    ),
    "left_to_it": ("left over to it by {pool}: {amount}", "{pool} 结余转入：{amount}"),
    "left_over": ("left over, to {pool}: {amount}", "结余转入 {pool}：{amount}"),
    "unallocated": ("unallocated: {amount}", "未分配：{amount}"),
    "pool": ("{pool}: {amount} ({takes}{at})", "{pool}：{amount}（{takes}{at}）"),
    "outside": ("not among those it is for", "不在适用范围内"),
    "points": (
        "points {claim} of {claims} among {members}",
        "分值 {claim}，{members} 个成员合计 {claims}",
    ),
    "owed": (
        "owed {claim} of {claims} among {members}",
        "应付 {claim}，{members} 个成员合计 {claims}",
    ),
    "pool_had": ("the pool had {money}", "该项共有 {money}"),
    "factor": ("x {name} {number}", "× {name} {number}"),
    "weight": ("x weight of {name} {number}", "× {name} 权重 {number}"),
    "at_least": ("at least {amount}", "下限 {amount}"),
    "at_most": ("at most {amount}", "上限 {amount}"),
    "free": (
        "those whom no limit fixes share {money} by {points} points",
        "未受上下限约束者按 {points} 分分享 {money}",
    ),
    "point_value": ("a point is worth {value}", "每分值 {value}"),
    "exact": ("exact share {exact}", "精确份额 {exact}"),
    "rounded": (
        "exact share {exact}, by {rounding} {amount}",
        "精确份额 {exact}，按 {rounding} 取整得 {amount}",
    ),
    "change": ("{id}: {amount} ({kind}{at})", "{id}：{amount}（{kind}{at}）"),
    "before": (
        "before {before}, lost {lost}, gained {gained}",
        "之前 {before}，减少 {lost}，增加 {gained}",
    ),
    "moved": ("in the unit {moved} moved", "本单位共调动 {moved}"),
    "reckoned_from": ("reckoned from {amount}", "计算基数 {amount}"),
    "limit": ("limit {amount}", "限额 {amount}"),
    "by_hand": ("{where}: {id} {amount} ({reason})", "{where}：{id} {amount}（{reason}）"),
    "share": ("its part of {amount}: {own} of {all}", "按 {own} / {all} 分享 {amount}"),
    "case": (
        "{case} {item}, class {name}: {effect}, {time}, takes {takes} (pays {pays} of {base}{at})",
        "{case} {item}，类别 {name}：{effect}，{time}，扣 {takes}（{base} 的 {pays} 照发{at}）",
    ),
    "leaders": (
        "cases of {item} teachers of the unit, so its leaders answer: takes {takes} (pays {pays} "
        "of {base}{at})",
        "本单位 {item} 名教师有案，领导连带：扣 {takes}（{base} 的 {pays} 照发{at}）",
    ),
    "apply": ("applies", "执行"),
    "hold": ("is held", "暂扣"),
    "in_time": ("in time", "在期内"),
    "not_in_time": ("not in time", "不在期内"),
    "of_unit": (", of the unit", "，单位"),
    "of_county": (", of the county", "，县区"),
    "item": ("{name}: {number}{of}{at}", "{name}：{number}{of}{at}"),
    "row": ("{where} row {row}", "{where} 第 {row} 行"),
    "row_weight": (", weight {number}", "，权数 {number}"),
    "combined": ("{combine} of {count} rows: {number}", "{count} 行的 {combine}：{number}"),
    "composed": ("{combine}: {number}", "{combine}：{number}"),
    "part": ("{name}: {number}", "{name}：{number}"),
    "step": ("{step}{why}{peers}: {number}", "{step}{why}{peers}：{number}"),
    "tier": ("{part} x {rate}", "{part} × {rate}"),
    "if_zero": ("if zero {number}", "为零时取 {number}"),
    "peers": (", {peers} peers", "，同组 {peers} 个"),
    "rank": (", rank {rank}", "，名次 {rank}"),
    "ranks": (", rank {rank} to {last}", "，名次 {rank} 至 {last}"),
    "total": (", total {number}", "，合计 {number}"),
    "largest": (", largest {number}", "，最大 {number}"),
    "grade": (", grade {grade}", "，等级 {grade}"),
    "what_if_post": ("School {school} (county {county})", "学校 {school}（县区 {county}）"),
    "tried": (
        "{asked}: {where}, {what} {after} instead of {before}",
        "{asked}：{where}，{what} 由 {before} 改为 {after}",
    ),
    "new_row": ("a new row of {table}", "{table} 新增一行"),
    "difference": (
        "{name}: {before} -> {after} ({change})",
        "{name}：{before} → {after}（{change}）",
    ),
    "sum_gross": ("gross", "应得"),
    "sum_forfeited": ("forfeited", "扣回"),
    "sum_received": ("received", "转入"),
    "sum_held": ("held", "暂扣"),
    "sum_payable": ("payable", "应发"),
    "line": ("line {line}", "第 {line} 行"),
    "none": ("none", "无"),
    "comma": (", ", "，"),
    "brackets": (" ({text})", "（{text}）"),
}
"""English and Chinese, with the same placeholders."""


@dataclass(frozen=True)
class Speaker:
    """Says sentences in one language; knows the currency's digits and the policy's file."""

    language: str
    decimals: int
    file: str

    def __call__(self, sentence: str, **values: object) -> str:
        """A sentence of the table, filled."""
        return WORDS[sentence][self.language == "zh"].format(**values)

    def number(self, micro: int | None) -> str:
        """A number at its shortest decimal, or that there is none."""
        return self("none") if micro is None else decimal_text(micro)

    def money(self, fen: int) -> str:
        """Fen in major units, with digits and thousands separators."""
        whole, part = divmod(abs(fen), 10**self.decimals)
        digits = f".{part:0{self.decimals}d}" if self.decimals else ""
        return f"{'-' if fen < 0 else ''}{whole:,}{digits}"

    def exact(self, fen: Fraction) -> str:
        """An exact share in major units, cut after some decimals of a fen."""
        scale = 10 ** (self.decimals + _DIGITS)
        scaled = fen * scale / 10**self.decimals
        cut = int(scaled)
        whole, part = divmod(cut, scale)
        digits = f"{part:0{self.decimals + _DIGITS}d}".rstrip("0").ljust(self.decimals, "0")
        more = "" if scaled == cut else "…"
        return f"{whole:,}.{digits}{more}" if digits or more else f"{whole:,}"

    def line(self, line: Line) -> str:
        """A line of the policy; of another file than the policy's, with its name."""
        told = self("line", line=line.line)
        return told if line.file == self.file else f"{line.file} {told}"

    def at(self, line: Line) -> str:
        """The line after a comma; nothing where there is none."""
        return f"{self('comma')}{self.line(line)}" if line.line else ""

    def brackets(self, line: Line) -> str:
        """The line in brackets; nothing where there is none."""
        return self("brackets", text=self.line(line)) if line.line else ""

    def why(self, because: Iterable[tuple[str, Line]]) -> str:
        """The entries that gave a number, in brackets."""
        parts = [f"{text}{self.at(line)}" for text, line in because]
        return self("brackets", text="; ".join(parts)) if parts else ""
