"""The kernels of checking: the post of each row, and rows in the order of their owners."""

from __future__ import annotations

from typing import Any

import numpy as np

from paycalc._kernel import C1, I1, O1, W2, W3, N, compiled, kernel


@compiled(W3, W3, W2, C1)
def _agree(rows: Any, words: Any, homes: Any, post: Any) -> None:
    teacher, school, county = rows
    post_of, school_of, county_of = words
    home, home_county = homes
    for i in range(post.size):
        at = post_of[teacher[i]] if teacher[i] >= 0 else np.int32(-1)
        if at >= 0 and school[i] >= 0 and school_of[school[i]] != home[at]:
            at = np.int32(-1)
        if at >= 0 and county[i] >= 0 and county_of[county[i]] != home_county[at]:
            at = np.int32(-1)
        post[i] = at


@kernel(_agree, W3, W3, W2)
def agreeing(rows: Any, words: Any, homes: Any) -> Any:
    """The post of each of n rows, int32[n]: -1 where it has none, or names another place.

    ``rows`` are the codes of each row's teacher, school and county (-1: not named), ``words`` the
    post of each teacher, and which school and county the words are; ``homes`` the school and the
    county of each post.
    """
    post = np.empty(rows[0].size, np.int32)
    _agree(rows, words, homes, post)
    return post


@compiled(I1, N, O1, O1)
def _by_owner(owner: Any, owners: Any, following: Any, rows: Any) -> None:
    for i in range(owner.size):
        following[owner[i] + 1] += 1
    for o in range(owners):
        following[o + 1] += following[o]
    for i in range(owner.size):
        rows[following[owner[i]]] = i
        following[owner[i]] += 1


@kernel(_by_owner, I1, N)
def by_owner(owner: Any, owners: Any) -> Any:
    """The rows in ascending order of their owner (0 to ``owners`` - 1), stable."""
    rows = np.empty(owner.size, np.int64)
    _by_owner(owner, owners, np.zeros(owners + 1, np.int64), rows)
    return rows
