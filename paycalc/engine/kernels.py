"""Every compiled kernel, in one file, since Numba's cache notices changes of this file alone.

Numbers are int64 (micro or fen); 128-bit intermediates are pairs of uint64. A segment ``s`` of
flat arrays is ``starts[s]:starts[s + 1]``. ``mul``, ``div`` and ``share`` are those of section 1
of policy.md. No kernel knows a policy: what it says arrives as numbers. A kernel makes the arrays
that its loops, the compiled function before it, fill.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from paycalc._kernel import (
    B1,
    I1,
    I2,
    O1,
    O2,
    O3,
    S1,
    W4,
    I1x2,
    N,
    compiled,
    inlined,
    inner,
    kernel,
)

# Result states of kernels: a number, no number, or more than 64 bits (see engine/states.py).
OK, NONE, OVERFLOW = 0, 1, 2

# Numba compiles what kernels call anew for each literal that it is given; these are none.
HALF_AWAY, DOWN, UP = np.int64(0), np.int64(1), np.int64(2)
SUM, MEAN, MAX, MIN, COUNT, BEST, MEAN_BY = 0, 1, 2, 3, 4, 5, 6
AVERAGE, TIES_UP, TIES_DOWN, BY_KEY = 0, 1, 2, 3
PERCENT, MEMBERS, REST = 0, 1, 2
LARGEST_REMAINDER, WEBSTER = 0, 1
SHORT, LIMITS_CROSSED, FLOORS_UNPAYABLE = 16, 17, 18
CONSTANT, OF_WORD, OF_NUMBER, OF_BAND = 0, 1, 2, 3

_FEW = np.int64(4096)  # so many rows at a time: what is known of them stays in the caches
_MICRO = np.int64(1_000_000)
_UNSIGNED_MICRO = np.uint64(1_000_000)
_HALF = np.uint64(500_000)
_SMALL_UNSIGNED = np.uint64(1 << 31)
_SMALL = 1 << 31
_LARGEST = np.int64(2**63 - 1)
NOTHING = -(2**63)  # stands for a number that is not there, where one would be
_NOTHING = np.int64(NOTHING)
_S32 = np.uint64(32)
_S64 = np.uint64(64)
_M32 = np.uint64(0xFFFFFFFF)
_B32 = np.uint64(1 << 32)
_TOP = np.uint64(1 << 63)
_ONE = np.uint64(1)
_ZERO = np.uint64(0)


def _zeros(n: int) -> Any:
    return np.zeros(n, np.int64)


def _states(n: int) -> Any:
    return np.zeros(n, np.uint8)


# --- 128-bit arithmetic -----------------------------------------------------------------------


@inner
def _umul(a: Any, b: Any) -> Any:
    """The 128-bit product of two uint64 as (high, low)."""
    a0, a1, b0, b1 = a & _M32, a >> _S32, b & _M32, b >> _S32
    low, middle1, middle2, high = a0 * b0, a0 * b1, a1 * b0, a1 * b1
    carry = (low >> _S32) + (middle1 & _M32) + (middle2 & _M32)
    return (
        high + (middle1 >> _S32) + (middle2 >> _S32) + (carry >> _S32),
        (low & _M32) | (carry << _S32),
    )


@inner
def _udivmod(high: Any, low: Any, divisor: Any) -> Any:
    """Quotient and remainder of a 128-bit number by a uint64 above its high half (Knuth, D)."""
    if high == _ZERO:
        quotient = low // divisor
        return quotient, low - quotient * divisor
    shift = _ZERO
    while (divisor << shift) & _TOP == _ZERO:
        shift += _ONE
    v = divisor << shift
    v1, v0 = v >> _S32, v & _M32
    u = high << shift
    if shift > _ZERO:
        u |= low >> (_S64 - shift)
    rest = low << shift
    q1, u = _digit(u, rest >> _S32, v, v1, v0)
    q0, u = _digit(u, rest & _M32, v, v1, v0)
    return q1 * _B32 + q0, u >> shift


@inner
def _digit(u: Any, next_digit: Any, v: Any, v1: Any, v0: Any) -> Any:
    q = u // v1
    r = u - q * v1
    while q >= _B32 or q * v0 > r * _B32 + next_digit:
        q -= _ONE
        r += v1
        if r >= _B32:
            break
    return q, u * _B32 + next_digit - q * v


@inner
def _magnitude(a: Any) -> Any:
    return np.uint64(-a) if a < 0 else np.uint64(a)


@inner
def _muldiv(a: Any, b: Any, c: Any, mode: Any) -> Any:
    """``a * b / c`` rounded once, and whether it stayed within 64 bits; c is not 0."""
    negative = (a < 0) ^ (b < 0) ^ (c < 0)
    divisor = _magnitude(c)
    high, low = _umul(_magnitude(a), _magnitude(b))
    if high >= divisor:
        return np.int64(0), False
    quotient, rest = _udivmod(high, low, divisor)
    if rest > _ZERO and (
        (mode == HALF_AWAY and rest >= divisor - rest)
        or (mode == DOWN and negative)
        or (mode == UP and not negative)
    ):
        quotient += _ONE
    if quotient > np.uint64(_LARGEST) or (quotient == _ZERO and high > _ZERO):
        return np.int64(0), False
    return (-np.int64(quotient) if negative else np.int64(quotient)), True


@inner
def _less(high1: Any, low1: Any, high2: Any, low2: Any) -> Any:
    return high1 < high2 or (high1 == high2 and low1 < low2)


@inner
def _umul3(a: Any, b: Any, c: Any) -> Any:
    """The 128-bit product of three uint64 that is known to fit."""
    high, low = _umul(a, b)
    carry, product = _umul(low, c)
    return high * c + carry, product


@compiled(I1, I1, I1, N, O1, S1)
def _muldivs(a: Any, b: Any, c: Any, mode: Any, value: Any, state: Any) -> None:
    step_a, step_b, step_c = min(a.size - 1, 1), min(b.size - 1, 1), min(c.size - 1, 1)
    by_micro = c.size == 1 and c[0] == _MICRO and mode == HALF_AWAY
    for i in range(value.size):
        x, y = a[i * step_a], b[i * step_b]
        if by_micro and abs(x) < _SMALL and abs(y) < _SMALL:  # most numbers: 64 bits hold x * y
            size = abs(x * y)
            rounded = (size + _MICRO // 2) // _MICRO
            value[i] = rounded if (x < 0) == (y < 0) else -rounded
            continue
        result, fits = _muldiv(x, y, c[i * step_c], mode)
        value[i] = result
        if not fits:
            state[i] = OVERFLOW


@kernel(_muldivs, I1, I1, I1, N)
def muldiv(a: Any, b: Any, c: Any, mode: Any) -> Any:
    """``a * b / c`` for each element, rounded once; an array of one element stands for all.

    Returns the values and their states (``OVERFLOW`` where one leaves 64 bits).
    """
    sizes = a.size, b.size, c.size
    n = max(sizes) if min(sizes) > 0 else 0
    value, state = _zeros(n), _states(n)
    _muldivs(a, b, c, mode, value, state)
    return value, state


# --- Sorting and grouping ---------------------------------------------------------------------


@inner
def _before(keys: Any, i: Any, j: Any) -> Any:
    for k in range(keys.shape[0]):
        if keys[k, i] != keys[k, j]:
            return keys[k, i] < keys[k, j]
    return False


@inlined
def _merge(keys: Any, source: Any, target: Any, low: Any, middle: Any, high: Any) -> None:
    left, right = low, middle
    for place in range(low, high):
        if left < middle and (right >= high or not _before(keys, source[right], source[left])):
            target[place] = source[left]
            left += 1
        else:
            target[place] = source[right]
            right += 1


@inlined
def _insertion_sort(keys: Any, order: Any, low: Any, high: Any) -> None:
    for i in range(low + 1, high):
        moving = order[i]
        place = i
        while place > low and _before(keys, moving, order[place - 1]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = moving


@compiled(I1, I2, O1, O1)
def _order(starts: Any, keys: Any, result: Any, buffer: Any) -> None:
    for s in range(starts.size - 1):
        low, high = starts[s], starts[s + 1]
        for place in range(low, high):
            result[place] = place
        width = np.int64(16)
        for chunk in range(low, high, width):
            _insertion_sort(keys, result, chunk, min(chunk + width, high))
        while width < high - low:
            for chunk in range(low, high, 2 * width):
                middle = min(chunk + width, high)
                _merge(keys, result, buffer, chunk, middle, min(chunk + 2 * width, high))
            for place in range(low, high):
                result[place] = buffer[place]
            width *= 2


@kernel(_order, I1, I2)
def order(starts: Any, keys: Any) -> Any:
    """The members of each segment in ascending order of their keys (rows of ``keys``), stable."""
    n = starts[-1] if starts.size > 0 else 0
    result, buffer = np.empty(n, np.int64), np.empty(n, np.int64)
    _order(starts, keys, result, buffer)
    return result


@compiled(I1, I1, I2, O1)
def _group_starts(starts: Any, ordered: Any, keys: Any, result: Any) -> Any:
    count = 0
    for s in range(starts.size - 1):
        for place in range(starts[s], starts[s + 1]):
            new = place == starts[s]
            if not new:
                i, j = ordered[place - 1], ordered[place]
                new = _before(keys, i, j) or _before(keys, j, i)
            if new:
                result[count] = place
                count += 1
    result[count] = ordered.size
    return count


@kernel(_group_starts, I1, I1, I2)
def group_starts(starts: Any, ordered: Any, keys: Any) -> Any:
    """Where runs of members with equal keys begin in ``ordered``, within each segment, and n."""
    result = np.empty(ordered.size + 1, np.int64)
    count = _group_starts(starts, ordered, keys, result)
    return result[: count + 1].copy()


# --- Items ------------------------------------------------------------------------------------


@inner
def _close_sum(high: Any, low: Any) -> Any:
    """A sum kept as multiples of 2**32 and the rest, and whether it fits in 64 bits."""
    high += low >> np.int64(32)
    low &= np.int64(0xFFFFFFFF)
    if high < -(1 << 31) or high >= (1 << 31) or (high == -(1 << 31) and low == 0):
        return np.int64(0), False
    return (high << np.int64(32)) + low, True


@inlined
def _combined(kind: Any, low: Any, high: Any, x: Any, w: Any) -> Any:
    """One member's number from its rows ``low:high``, and its state."""
    sum_high, sum_low, weight_high, weight_low = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    best = x[low]
    for i in range(low, high):
        term = x[i]
        if kind == MEAN_BY:
            term, fits = _muldiv(x[i], w[i], _MICRO, HALF_AWAY)
            if not fits:
                return np.int64(0), OVERFLOW
            weight_high += w[i] >> np.int64(32)
            weight_low += w[i] & np.int64(0xFFFFFFFF)
        elif kind == MAX:
            best = max(best, term)
        elif kind == MIN:
            best = min(best, term)
        sum_high += term >> np.int64(32)
        sum_low += term & np.int64(0xFFFFFFFF)
    if kind == MAX or kind == MIN:
        return best, OK
    total, fits = _close_sum(sum_high, sum_low)
    divisor, numerator = high - low, np.int64(1)
    if kind == MEAN_BY:
        divisor, weight_fits = _close_sum(weight_high, weight_low)
        numerator = _MICRO
        fits = fits and weight_fits
        if fits and divisor == 0:
            return np.int64(0), NONE
    if fits and (kind == MEAN or kind == MEAN_BY):
        total, fits = _muldiv(total, numerator, divisor, HALF_AWAY)
    return total, (OK if fits else OVERFLOW)


@compiled(I1, I1, I1, N, N, N, O1, S1, O1)
def _combine(
    member: Any,
    x: Any,
    w: Any,
    members: Any,
    kind: Any,
    best: Any,
    value: Any,
    state: Any,
    count: Any,
) -> None:
    low = np.int64(0)
    while low < member.size:
        m = member[low]
        high = low + 1
        while high < member.size and member[high] == m:
            high += 1
        count[m] = high - low
        if kind == COUNT:
            value[m] = (high - low) * _MICRO
        else:
            last = min(high, low + best) if kind == BEST else high
            result, result_state = _combined(kind, low, last, x, w)
            value[m] = result
            state[m] = result_state
        low = high


@kernel(_combine, I1, I1, I1, N, N, N)
def combine(member: Any, x: Any, w: Any, members: Any, kind: Any, best: Any) -> Any:
    """Each member's number from its rows, which are sorted by member.

    For ``BEST`` the rows of a member are sorted from the largest; ``w`` holds the weights of
    ``MEAN_BY``. Returns values, states, and how many rows each member has.
    """
    value, state, count = _zeros(members), _states(members), _zeros(members)
    _combine(member, x, w, members, kind, best, value, state, count)
    return value, state, count


@inner
def _product(x: Any, y: Any) -> Any:
    """``mul`` of two numbers, ``NOTHING`` where one is or where it leaves 64 bits."""
    # Most are small and none is negative: below 2**31, as unsigned numbers.
    if np.uint64(x) < _SMALL_UNSIGNED and np.uint64(y) < _SMALL_UNSIGNED:
        return np.int64((np.uint64(x) * np.uint64(y) + _HALF) // _UNSIGNED_MICRO)
    if x == _NOTHING or y == _NOTHING:
        return _NOTHING
    product, fits = _muldiv(x, y, _MICRO, HALF_AWAY)
    return product if fits else _NOTHING


@inlined
def _of_words(x: Any, word: Any, at: Any, found: Any, said: Any, start: Any, last: Any) -> None:
    """Multiply by what is said of each row's word; the last of it is for an empty cell."""
    for k in range(found):
        code = word[at[k]]
        x[k] = _product(x[k], said[start + code if code >= 0 else last])


@inlined
def _of_bands(
    x: Any, number: Any, at: Any, found: Any, said: Any, start: Any, last: Any, here: Any, band: Any
) -> None:
    """Multiply by the number of each row's band: what counts without a number, bounds, numbers."""
    bands = (last - start) // 2
    for k in range(found):
        here[k], band[k] = number[at[k]], 0
    for bound in range(start + 1, start + 1 + bands):
        least = said[bound]
        for k in range(found):
            band[k] += here[k] >= least
    for k in range(found):
        of_band = said[start + bands + band[k]] if band[k] > 0 else _NOTHING
        x[k] = _product(x[k], said[start] if here[k] == _NOTHING else of_band)


@inlined
def _bring(factors: Any, found: Any, words: Any, numbers: Any, said: Any, room: Any) -> None:
    """What rows bring: their factors, multiplied from left to right."""
    at, x = room[1], room[2]
    for k in range(found):
        x[k] = _MICRO
    for f in range(factors.shape[0]):
        how, column, start, last = factors[f, 0], factors[f, 1], factors[f, 2], factors[f, 3]
        last += start - 1
        if how == CONSTANT:
            for k in range(found):
                x[k] = _product(x[k], said[start])
        elif how == OF_NUMBER:
            number = numbers[column]
            for k in range(found):
                x[k] = _product(x[k], number[at[k]]) if f else number[at[k]]
        elif how == OF_WORD:
            _of_words(x, words[column], at, found, said, start, last)
        else:
            _of_bands(x, numbers[column], at, found, said, start, last, room[3], room[4])


@inlined
def _count_in(
    first: Any,
    beyond: Any,
    owner: Any,
    rows: Any,
    words: Any,
    tests: Any,
    accepts: Any,
    inside: Any,
    places: Any,
) -> Any:
    """The places from ``first`` on of the rows that count, and how many they are."""
    found = beyond - first
    for k in range(found):
        places[k] = first + k
    for t in range(tests.shape[0]):
        among, found = found, 0
        cells, start, size = words[tests[t, 0]], tests[t, 1], tests[t, 2]
        for k in range(among):
            i = places[k]
            word = cells[rows[i] if rows.size else i]
            places[found] = i
            found += accepts[start + (word if word >= 0 else size - 1)]
    among, found = found, 0
    for k in range(among):
        i = places[k]
        places[found] = i
        found += inside[owner[i]]
    return found


@inlined
def _add_up(
    kind: Any, owner: Any, places: Any, found: Any, x: Any, value: Any, low: Any, count: Any
) -> Any:
    """Add what rows bring to their members; whether each brings a number."""
    for k in range(found):
        member = owner[places[k]]
        count[member] += 1
        if x[k] == _NOTHING:
            return False
        if kind == MAX or kind == MIN:
            if count[member] == 1 or (x[k] > value[member]) == (kind == MAX):
                value[member] = x[k]
        else:
            value[member] += x[k] >> np.int64(32)
            low[member] += x[k] & np.int64(0xFFFFFFFF)
    return True


@inlined
def _closed(kind: Any, high: Any, low: Any, count: Any) -> Any:
    """A member's number from what was added up, and whether there is one."""
    if kind == MAX or kind == MIN:
        return high, True
    total, fits = _close_sum(high, low)
    if fits and kind == MEAN:
        return _muldiv(total, np.int64(1), count, HALF_AWAY)
    return total, fits


@compiled(I1, I1, W4, I1x2, I2, B1, I2, I1, B1, N, O2, O2)
def _weigh(  # noqa: PLR0913, PLR0917 - what is taken, and what is filled
    owner: Any,
    rows: Any,
    words: Any,
    numbers: Any,
    tests: Any,
    accepts: Any,
    factors: Any,
    said: Any,
    inside: Any,
    kind: Any,
    room: Any,
    sums: Any,
) -> Any:
    places, at, x = room[0], room[1], room[2]
    value, low, count = sums[0], sums[1], sums[2]
    for first in range(0, owner.size, _FEW):
        beyond = min(first + _FEW, owner.size)
        found = _count_in(first, beyond, owner, rows, words, tests, accepts, inside, places)
        for k in range(found):
            at[k] = rows[places[k]] if rows.size else places[k]
        _bring(factors, found, words, numbers, said, room)
        if not _add_up(kind, owner, places, found, x, value, low, count):
            return False
    for member in range(inside.size):
        if kind == COUNT:
            value[member] = count[member] * _MICRO
        elif count[member] > 0:
            value[member], fits = _closed(kind, value[member], low[member], count[member])
            if not fits:
                return False
    return True


@kernel(_weigh, I1, I1, W4, I1x2, I2, B1, I2, I1, B1, N)
def weigh(
    owner: Any,
    rows: Any,
    words: Any,
    numbers: Any,
    tests: Any,
    accepts: Any,
    factors: Any,
    said: Any,
    inside: Any,
    kind: Any,
) -> Any:
    """Each member's number from the rows that count, where their own cells say all, in one pass.

    Row ``rows[i]`` of the columns (``i``, if it has no elements) belongs to ``owner[i]``; the
    columns are ``words`` (-1: empty) and ``numbers`` (``NOTHING``: none). It counts if its owner
    is inside and each of the ``tests`` (column, start and size
    of what is accepted of each word, an empty cell last) holds. It brings the product of the
    ``factors``: how, column, start and size of what is ``said``: a constant; a number for each
    word; a column's number; the number of a band (what counts without a number, the bounds, the
    numbers). ``kind`` is ``SUM``, ``MEAN``, ``MAX``, ``MIN`` or ``COUNT``.

    Returns the numbers, how many rows of each member count, and whether all of that is so: not if
    a row or a member lacks a number, or one leaves 64 bits.
    """
    room = np.empty((5, min(owner.size, _FEW)), np.int64)
    sums = np.zeros((3, inside.size), np.int64)
    given = owner, rows, words, numbers, tests, accepts, factors, said, inside, kind
    sure = _weigh(*given, room, sums)
    return sums[0], sums[2], sure


@compiled(I1, I2, I1, I2, O1)
def _find_cells(starts: Any, cells: Any, parent: Any, wanted: Any, found: Any) -> None:
    for i in range(parent.size):
        found[i] = -1
        low, high = starts[parent[i]], starts[parent[i] + 1]
        while low < high:
            middle = (low + high) // 2
            below, equal = False, True
            for k in range(cells.shape[0]):
                if cells[k, middle] != wanted[k, i]:
                    equal = False
                    below = cells[k, middle] < wanted[k, i]
                    break
            if equal:
                found[i] = middle
                break
            if below:
                low = middle + 1
            else:
                high = middle


@kernel(_find_cells, I1, I2, I1, I2)
def find_cells(starts: Any, cells: Any, parent: Any, wanted: Any) -> Any:
    """The cell of each parent that has the wanted ids, or -1; cells ascend within a parent."""
    found = np.empty(parent.size, np.int64)
    _find_cells(starts, cells, parent, wanted, found)
    return found


@inlined
def _cut(n: Any, counts: Any, percent: Any, mode: Any) -> Any:
    places, _ = _muldiv(n, percent, _MICRO, mode)
    return min(n, counts + places)


@inner
def _tied_value(first: Any, last: Any, cuts: Any, values: Any, ties: Any) -> Any:
    """The value of members who take the places ``first`` to ``last`` (from 0) together."""
    high, low = np.int64(0), np.int64(0)
    begin = np.int64(0)
    for g in range(cuts.size):
        taken = min(last + 1, cuts[g]) - max(first, begin)
        begin = max(begin, cuts[g])
        if taken <= 0:
            continue
        if ties == TIES_UP:
            return values[g], True
        if ties == TIES_DOWN and last < cuts[g]:
            return values[g], True
        high += (values[g] >> np.int64(32)) * taken
        low += (values[g] & np.int64(0xFFFFFFFF)) * taken
    total, fits = _close_sum(high, low)
    if not fits:
        return total, False
    return _muldiv(total, np.int64(1), last + 1 - first, HALF_AWAY)


@compiled(I1, I1, I1, I2, N, N, N, N, O1, S1, O1)
def _grade(  # noqa: PLR0913, PLR0917 - what is taken, and what is filled
    starts: Any,
    ordered: Any,
    x: Any,
    quotas: Any,
    mode: Any,
    ties: Any,
    below: Any,
    small: Any,
    value: Any,
    state: Any,
    cuts: Any,
) -> None:
    for s in range(starts.size - 1):
        low, n = starts[s], starts[s + 1] - starts[s]
        counts, percent = np.int64(0), np.int64(0)
        for g in range(cuts.size):
            if quotas[0, g] == MEMBERS:
                counts += quotas[1, g]
            elif quotas[0, g] == PERCENT:
                percent += quotas[1, g]
            cuts[g] = n if quotas[0, g] == REST else _cut(n, counts, percent, mode)
        first = np.int64(0)
        while first < n:
            last = first
            if ties != BY_KEY:
                while last + 1 < n and x[ordered[low + last + 1]] == x[ordered[low + first]]:
                    last += 1
            result, fits = _tied_value(first, last, cuts, quotas[2], ties)
            for place in range(first, last + 1):
                member = ordered[low + place]
                value[member] = small if n < below else result
                state[member] = OK if fits or n < below else OVERFLOW
            first = last + 1


@kernel(_grade, I1, I1, I1, I2, N, N, N, N)
def grade(
    starts: Any,
    ordered: Any,
    x: Any,
    quotas: Any,
    mode: Any,
    ties: Any,
    below: Any,
    small: Any,
) -> Any:
    """The grade's value of each member, from groups of ``ordered`` sorted from the best.

    ``quotas`` has rows kind, amount, value; groups of fewer than ``below`` all get ``small``.
    """
    value, state, cuts = _zeros(x.size), _states(x.size), _zeros(quotas.shape[1])
    _grade(starts, ordered, x, quotas, mode, ties, below, small, value, state, cuts)
    return value, state


@compiled(I1, I1, I1, O1)
def _percentile(starts: Any, ordered: Any, x: Any, value: Any) -> None:
    for s in range(starts.size - 1):
        low, n = starts[s], starts[s + 1] - starts[s]
        first = 0
        while first < n:
            last = first
            while last + 1 < n and x[ordered[low + last + 1]] == x[ordered[low + first]]:
                last += 1
            result = _MICRO // 2
            if n > 1:
                twice = 2 * (n - 1 - last) + (last - first)
                result, _ = _muldiv(twice, _MICRO, 2 * (n - 1), HALF_AWAY)
            for place in range(first, last + 1):
                value[ordered[low + place]] = result
            first = last + 1


@kernel(_percentile, I1, I1, I1)
def percentile(starts: Any, ordered: Any, x: Any) -> Any:
    """The place of each member among its group, from 0 to 1; ``ordered`` from the largest."""
    value = _zeros(x.size)
    _percentile(starts, ordered, x, value)
    return value


# --- Dividing money ---------------------------------------------------------------------------
# Whoever shares stands in the first places of an array of weights, in ascending order of the key.


@inlined
def _kth_largest(values: Any, n: Any, k: Any) -> Any:
    """The k-th largest (from 1) of the first n values, which are reordered."""
    low, high, wanted = np.int64(0), n - 1, k - 1
    while low < high:
        pivot = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] > pivot:
                i += 1
            while values[j] < pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if wanted <= j:
            high = j
        elif wanted >= i:
            low = i
        else:
            break
    return values[wanted]


@inlined
def _by_remainder(
    amount: Any, total: Any, size: Any, weights: Any, paid: Any, rest: Any, buffer: Any
) -> None:
    """Largest remainder: floors first, then a step each to the largest remainders."""
    left = amount
    divisor = np.uint64(total)
    for k in range(size):
        high, low = _umul(np.uint64(amount), np.uint64(weights[k]))
        quotient, remainder = _udivmod(high, low, divisor)
        paid[k] = np.int64(quotient)
        rest[k] = np.int64(remainder)
        buffer[k] = np.int64(remainder)
        left -= np.int64(quotient)
    if left == 0:
        return
    threshold = _kth_largest(buffer, size, left)
    for k in range(size):
        if rest[k] > threshold:
            paid[k] += 1
            left -= 1
    for k in range(size):
        if left > 0 and rest[k] == threshold:
            paid[k] += 1
            left -= 1


@inner
def _ahead(i: Any, j: Any, sign: Any, weights: Any, paid: Any) -> Any:
    """Whether the member at place i gives or takes a step before the one at place j (Webster).

    ``sign`` is 1 where steps are given (the largest ``w / (2a + 1)`` first, ties ascending) and
    -1 where they are taken back (the smallest ``w / (2a - 1)`` first, ties descending).
    """
    high1, low1 = _umul(np.uint64(weights[i]), np.uint64(2 * paid[j] + sign))
    high2, low2 = _umul(np.uint64(weights[j]), np.uint64(2 * paid[i] + sign))
    if high1 == high2 and low1 == low2:
        return (i < j) == (sign > 0)
    return _less(high1, low1, high2, low2) == (sign < 0)


@inner
def _sift(heap: Any, size: Any, start: Any, sign: Any, weights: Any, paid: Any) -> None:
    parent = start
    while True:
        child = 2 * parent + 1
        if child >= size:
            return
        if child + 1 < size and _ahead(heap[child + 1], heap[child], sign, weights, paid):
            child += 1
        if not _ahead(heap[child], heap[parent], sign, weights, paid):
            return
        heap[parent], heap[child] = heap[child], heap[parent]
        parent = child


@inner
def _by_divisor(
    amount: Any,
    total: Any,
    size: Any,
    floor: Any,
    ceiling: Any,
    weights: Any,
    paid: Any,
    heap: Any,
) -> None:
    """Webster: each member with a weight gets from floor to ceiling.

    All steps of at least the priority of the divisor ``total / amount`` are given at once, which
    is what giving one after another does; then the few steps that do not close are given or
    taken back in the same order.
    """
    left = amount
    divisor = np.uint64(total)
    for k in range(size):
        paid[k] = 0
        if weights[k] > 0:
            high, low = _umul(np.uint64(amount), np.uint64(weights[k]))
            quotient, remainder = _udivmod(high, low, divisor)
            if remainder >= divisor - remainder:
                quotient += _ONE
            paid[k] = min(max(np.int64(quotient), floor), ceiling)
            left -= paid[k]
    if left == 0:
        return
    sign = np.int64(1) if left > 0 else np.int64(-1)
    end = ceiling if sign > 0 else floor
    queue = np.int64(0)
    for k in range(size):
        if weights[k] > 0 and paid[k] != end:
            heap[queue] = k
            queue += 1
    for start in range(queue // 2 - 1, -1, -1):
        _sift(heap, queue, start, sign, weights, paid)
    first = np.int64(0)
    while left != 0 and queue > 0:
        k = heap[0]
        paid[k] += sign
        left -= sign
        if paid[k] == end:
            queue -= 1
            heap[0] = heap[queue]
        _sift(heap, queue, first, sign, weights, paid)


@inner
def _shared(
    amount: Any,
    total: Any,
    size: Any,
    floor: Any,
    ceiling: Any,
    by: Any,
    weights: Any,
    paid: Any,
    rest: Any,
    buffer: Any,
) -> None:
    """An amount by weights that add up to ``total``, which is positive; limits bind Webster."""
    if by == WEBSTER:
        _by_divisor(amount, total, size, floor, ceiling, weights, paid, buffer)
    else:
        _by_remainder(amount, total, size, weights, paid, rest, buffer)


@inner
def _gather(weights: Any, low: Any, high: Any, who: Any, few: Any) -> Any:
    """Who of ``low:high`` has a weight; how many they are, and the sum (-1: beyond 64 bits)."""
    size, total = np.int64(0), np.int64(0)
    for place in range(low, high):
        weight = weights[place]
        if weight > 0:
            if weight > _LARGEST - total:  # asked before: a sum that has wrapped may be anything
                return size, np.int64(-1)
            who[size], few[size] = place, weight
            size += 1
            total += weight
    return size, total


@compiled(I1, I1, I1, I1, O1, O1, S1, O2)
def _share(
    amount: Any,
    starts: Any,
    weights: Any,
    rounding: Any,
    paid: Any,
    left: Any,
    state: Any,
    room: Any,
) -> None:
    zero = np.int64(0)
    who, few, given, rest, buffer = room[0], room[1], room[2], room[3], room[4]
    for s in range(amount.size):
        size, total = _gather(weights, starts[s], starts[s + 1], who, few)
        left[s] = amount[s]
        if total < 0:
            state[s] = OVERFLOW
        elif total > 0 and amount[s] > 0:
            by = rounding[s]
            _shared(amount[s], total, size, zero, _LARGEST, by, few, given, rest, buffer)
            for k in range(size):
                paid[who[k]] = given[k]
            left[s] = 0


@kernel(_share, I1, I1, I1, I1)
def share(amount: Any, starts: Any, weights: Any, rounding: Any) -> Any:
    """``share(amount, weights)`` in each segment, by its rounding; members are in key order.

    Returns what each member gets, and by segment what is left (all, where nobody has a weight)
    and the state (``OVERFLOW`` where the weights' sum leaves 64 bits).
    """
    paid, left, state = _zeros(weights.size), _zeros(amount.size), _states(amount.size)
    _share(amount, starts, weights, rounding, paid, left, state, _room(weights.size))
    return paid, left, state


def _room(widest: int) -> Any:
    """For so many members: who they are, their weights, what they are given, and two buffers."""
    return np.empty((5, widest), np.int64)


@inner
def _excess(money: Any, weight: Any, limit: Any, count: Any, total: Any) -> Any:
    """``|money * weight - count * limit * total|`` as 128 bits: what breaches add up to."""
    high1, low1 = _umul(np.uint64(money), np.uint64(weight))
    high2, low2 = _umul(np.uint64(count * limit), np.uint64(total))
    if _less(high1, low1, high2, low2):
        high1, low1, high2, low2 = high2, low2, high1, low1
    borrow = _ONE if low1 < low2 else _ZERO
    return high1 - high2 - borrow, low1 - low2


@inner
def _fix_breaches(
    money: Any,
    total: Any,
    size: Any,
    floor: Any,
    ceiling: Any,
    step: Any,
    few: Any,
    who: Any,
    paid: Any,
) -> Any:
    """Fix members at their limits until no exact share of the others breaks one.

    Returns the money and the number of members (they become the first) that are still to be
    rounded among themselves, and their weights' sum.
    """
    while size > 0:
        # The exact share, money * weight / total, is above the ceiling of larger weights than
        # `within`, and below the floor of weights up to `below`.
        within, below = _LARGEST, _LARGEST if floor > 0 else np.int64(-1)
        if money > 0:
            found, fits = _muldiv(ceiling, total, money, DOWN)
            within = found if fits else _LARGEST
            found, fits = _muldiv(floor, total, money, UP)
            below = found - 1 if fits else _LARGEST
        over, over_weight = np.int64(0), np.int64(0)
        under, under_weight = np.int64(0), np.int64(0)
        for k in range(size):
            weight = few[k]
            if weight > within:
                over += 1
                over_weight += weight
            elif weight <= below:
                under += 1
                under_weight += weight
        if over == 0 and under == 0:
            return money, size, total
        high1, low1 = _excess(money, over_weight, ceiling, over, total)
        high2, low2 = _excess(money, under_weight, floor, under, total)
        fix_over = not _less(high1, low1, high2, low2)
        fix_under = not _less(high2, low2, high1, low1)
        kept, total = np.int64(0), np.int64(0)
        for k in range(size):
            place, weight = who[k], few[k]
            if weight > within and fix_over:
                paid[place] = ceiling * step
                money -= ceiling
            elif weight <= below and fix_under:
                paid[place] = floor * step
                money -= floor
            else:
                who[kept], few[kept] = place, weight
                kept += 1
                total += weight
        size = kept
    return money, size, np.int64(0)


# --- Purses -----------------------------------------------------------------------------------

# What `divide` is told of each pool, a row of its terms: when and what it takes,
TAKES, PART, UP_TO, UP_TO_AMOUNT, PAYS, IF_SHORT, LEAVES = range(7)
FLOOR, FLOOR_AMOUNT, CEILING, CEILING_AMOUNT, TERMS = range(7, 12)
OF_ALL, GIVEN, OF_LEFT, ALL_LEFT, NEEDED = range(5)
# each limit as none, fen, or micro of the purse (where it is one of a member, of the mean),
NO_LIMIT, FEN, OF_MONEY = range(3)
# and what it does with money. `divide` says how much it has taken, how much it pays of, and what
# is left over; under limits these in fen, and the steps and weights of whom they do not fix.
KEEPS, OWES, SHARES = range(3)
SCALES, FAILS = range(2)
TO_REST, TO_NOBODY = range(2)
TAKEN, HAD, OVER, LOWEST, HIGHEST, FREE_STEPS, FREE_WEIGHT, FLOWS = range(8)


@inner
def _limit(kind: Any, amount: Any, money: Any, divisor: Any, mode: Any, absent: Any) -> Any:
    """A limit in fen, and whether it stayed within 64 bits."""
    if kind == NO_LIMIT:
        return absent, True
    if kind == FEN:
        return amount, True
    return _muldiv(amount, money, divisor, mode)


@inlined
def _limits(terms: Any, p: Any, s: Any, money: Any, size: Any, flows: Any) -> Any:
    """The floor and the ceiling of each member, and whether both stayed within 64 bits."""
    per, zero = max(size, 1) * _MICRO, np.int64(0)
    floor, fits1 = _limit(terms[p, FLOOR], terms[p, FLOOR_AMOUNT], money, per, HALF_AWAY, zero)
    ceiling, fits2 = _limit(
        terms[p, CEILING], terms[p, CEILING_AMOUNT], money, per, HALF_AWAY, _LARGEST
    )
    flows[LOWEST, p, s], flows[HIGHEST, p, s] = floor, ceiling
    return floor, ceiling, fits1 and fits2


@inner
def _pay(
    terms: Any,
    at: Any,
    money: Any,
    by: Any,
    step: Any,
    size: Any,
    total: Any,
    room: Any,
    paid: Any,
    flows: Any,
) -> Any:
    """A pool's money to its members with a weight; what is left over, and a state (section 5)."""
    p, s = at
    who, few, given, rest, buffer = room
    floor, ceiling, pays = np.int64(0), _LARGEST, terms[p, PAYS]
    if pays == KEEPS:
        return floor, OK
    if pays == OWES:
        step = np.int64(1)
        if total <= money:
            for k in range(size):
                paid[who[k]] = few[k]
            return money - total, OK
        if terms[p, IF_SHORT] == FAILS:
            return money, SHORT
    steps = money // step
    left = steps
    if pays == SHARES and terms[p, FLOOR] + terms[p, CEILING] != NO_LIMIT:
        lowest, highest, fits = _limits(terms, p, s, money, size, flows)
        if size == 0:
            return money, OK
        if not fits:
            return money, OVERFLOW
        floor, ceiling = -(-lowest // step), highest // step
        if floor > ceiling:
            return money, LIMITS_CROSSED
        if floor > steps // size:
            return money, FLOORS_UNPAYABLE
        most = min(ceiling, steps)
        left, size, total = _fix_breaches(steps, total, size, floor, most, step, few, who, paid)
        flows[FREE_STEPS, p, s], flows[FREE_WEIGHT, p, s] = left, total
    if size > 0 and left > 0:
        _shared(left, total, size, floor, ceiling, by, few, given, rest, buffer)
        for k in range(size):
            paid[who[k]] = given[k] * step
        left = np.int64(0)
    return money - (steps - left) * step, OK


@inlined
def _split(terms: Any, turn: Any, money: Any, by: Any, room: Any, parts: Any) -> None:
    """The percentages that pools take in this turn, all at once; the complement remains."""
    _, few, _, rest, buffer = room
    count, complement, zero = np.int64(0), _MICRO, np.int64(0)
    for p in range(terms.shape[0]):
        if terms[p, TAKES] == turn:
            few[count] = terms[p, PART]
            complement -= terms[p, PART]
            parts[count] = 0
            count += 1
    few[count] = complement
    if count > 0 and money > 0:
        size = count + 1
        _shared(money, _MICRO, size, zero, _LARGEST, by, few, parts, rest, buffer)


@inlined
def _asked(terms: Any, p: Any, wanted: Any, whole: Any, left: Any, total: Any) -> Any:
    """What a pool takes that takes an amount or as needed (step 1 of section 2), and a state."""
    if total < 0:
        return np.int64(0), OVERFLOW
    if terms[p, TAKES] == NEEDED:
        up_to, _ = _limit(terms[p, UP_TO], terms[p, UP_TO_AMOUNT], whole, _MICRO, DOWN, whole)
        wanted, left = total, min(left, up_to)
    if wanted > left and terms[p, IF_SHORT] == FAILS:
        return np.int64(0), SHORT
    return min(wanted, left), OK


@compiled(I1, B1, I2, I2, I1, I2, N, N, O1, O3, O1, O1, S1, O2, O1)
def _divide(  # noqa: PLR0913, PLR0917 - what is taken, and what is filled
    whole: Any,
    alive: Any,
    terms: Any,
    starts: Any,
    weights: Any,
    wanted: Any,
    by: Any,
    step: Any,
    paid: Any,
    flows: Any,
    left: Any,
    failing: Any,
    state: Any,
    buffers: Any,
    parts: Any,
) -> None:
    zero = np.int64(0)
    room = buffers[0], buffers[1], buffers[2], buffers[3], buffers[4]
    for s in range(whole.size):
        failing[s] = -1
        if not alive[s]:
            continue
        remains, for_rest = whole[s], zero
        for turn in range(OF_ALL, ALL_LEFT + 1):
            place = zero
            if turn == OF_ALL or turn == OF_LEFT:
                _split(terms, turn, remains, by, room, parts)
            for p in range(terms.shape[0]):
                takes = terms[p, TAKES]
                if failing[s] >= 0 or (GIVEN if takes == NEEDED else takes) != turn:
                    continue
                size, total = _gather(weights, starts[p, s], starts[p, s + 1], room[0], room[1])
                taken, code = remains, OVERFLOW if total < 0 else OK
                if turn == GIVEN:
                    taken, code = _asked(terms, p, wanted[p, s], whole[s], remains, total)
                elif turn != ALL_LEFT:
                    taken = parts[place]
                    place += 1
                if code == OK:
                    money = taken + for_rest if turn == ALL_LEFT else taken
                    flows[TAKEN, p, s], flows[HAD, p, s] = taken, money
                    remains -= taken
                    over, code = _pay(
                        terms, (p, s), money, by, step, size, total, room, paid, flows
                    )
                    if code == OK:
                        flows[OVER, p, s] = over
                        for_rest += over if terms[p, LEAVES] == TO_REST else zero
                if code != OK:
                    failing[s], state[s] = p, code
        left[s] = remains if failing[s] < 0 else zero


@kernel(_divide, I1, B1, I2, I2, I1, I2, N, N)
def divide(
    whole: Any,
    alive: Any,
    terms: Any,
    starts: Any,
    weights: Any,
    wanted: Any,
    by: Any,
    step: Any,
) -> Any:
    """A purse in each segment that is alive among its pools, in the order of section 2.

    ``terms`` has a row for each pool; the weights of pool p's members in segment s, in key order,
    are ``starts[p, s]:starts[p, s + 1]``; ``wanted[p, s]`` is the amount that it takes where that
    is given. ``by`` is the rounding, ``step`` what shares are whole multiples of.

    Returns what the members get; by flow (``TAKEN`` to ``FREE_WEIGHT``), pool and segment the
    money; by segment what no pool takes, the pool that fails (-1 for none), and its state.
    """
    pools, segments = terms.shape[0], whole.size
    paid = _zeros(weights.size)
    flows = np.zeros((FLOWS, pools, segments), np.int64)
    left, failing, state = _zeros(segments), _zeros(segments), _states(segments)
    room = _room(max(weights.size, pools + 1))
    given = whole, alive, terms, starts, weights, wanted, by, step
    _divide(*given, paid, flows, left, failing, state, room, _zeros(pools + 1))
    return paid, flows, left, failing, state


# --- Guarantees -------------------------------------------------------------------------------


@inner
def _holds(
    t: Any,
    giver: Any,
    taker: Any,
    gives: Any,
    takes: Any,
    by1: Any,
    by2: Any,
    times1: Any,
    times2: Any,
) -> Any:
    high1, low1 = _umul3(np.uint64(giver - gives * t), np.uint64(by1), np.uint64(by2))
    high2, low2 = _umul3(np.uint64(taker + takes * t), np.uint64(times1), np.uint64(times2))
    return not _less(high2, low2, high1, low1)


@compiled(I1, I1, I1, I1, I1, I1, I1, N, N, O1)
def _least_move(
    giver: Any,
    taker: Any,
    by1: Any,
    by2: Any,
    times1: Any,
    times2: Any,
    cap: Any,
    gives: Any,
    takes: Any,
    result: Any,
) -> None:
    for s in range(giver.size):
        arguments = (giver[s], taker[s], gives, takes, by1[s], by2[s], times1[s], times2[s])
        low, high = np.int64(0), cap[s]
        if high < 0:
            result[s] = 0 if _holds(low, *arguments) else 1
            continue
        while low < high:
            middle = low + (high - low) // 2
            if _holds(middle, *arguments):
                high = middle
            else:
                low = middle + 1
        result[s] = low


@kernel(_least_move, I1, I1, I1, I1, I1, I1, I1, N, N)
def least_move(
    giver: Any,
    taker: Any,
    by1: Any,
    by2: Any,
    times1: Any,
    times2: Any,
    cap: Any,
    gives: Any,
    takes: Any,
) -> Any:
    """The least t up to cap: ``(giver - gives t) by1 by2 <= (taker + takes t) times1 times2``.

    Where none holds it is cap; a cap of -1 asks whether it holds already (0) or not (1).
    """
    result = _zeros(giver.size)
    _least_move(giver, taker, by1, by2, times1, times2, cap, gives, takes, result)
    return result


@compiled(I1, I1, O1, S1)
def _segment_sums(starts: Any, x: Any, value: Any, state: Any) -> None:
    for s in range(starts.size - 1):
        high, low = np.int64(0), np.int64(0)
        for i in range(starts[s], starts[s + 1]):
            high += x[i] >> np.int64(32)
            low += x[i] & np.int64(0xFFFFFFFF)
        total, fits = _close_sum(high, low)
        value[s] = total
        if not fits:
            state[s] = OVERFLOW


@kernel(_segment_sums, I1, I1)
def segment_sums(starts: Any, x: Any) -> Any:
    """The exact sum of each segment, and ``OVERFLOW`` where it leaves 64 bits."""
    value, state = _zeros(starts.size - 1), _states(starts.size - 1)
    _segment_sums(starts, x, value, state)
    return value, state
