"""Every compiled kernel, in one file, since Numba's cache notices changes of this file alone.

Numbers are int64 (micro or fen); 128-bit intermediates are pairs of uint64. A segment ``s`` of
flat arrays is ``starts[s]:starts[s + 1]``. ``mul``, ``div`` and ``share`` are those of section 1
of policy.md. No kernel knows a policy: what it says arrives as numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from paycalc._kernel import I1, I2, N, inner, kernel

# Result states of kernels: a number, no number, or more than 64 bits (see engine/states.py).
OK, NONE, OVERFLOW = 0, 1, 2

HALF_AWAY, DOWN, UP = 0, 1, 2
SUM, MEAN, MAX, MIN, COUNT, BEST, MEAN_BY = 0, 1, 2, 3, 4, 5, 6
AVERAGE, TIES_UP, TIES_DOWN, BY_KEY = 0, 1, 2, 3
PERCENT, MEMBERS, REST = 0, 1, 2
LARGEST_REMAINDER, WEBSTER = 0, 1
SHARED, LIMITS_CROSSED, FLOORS_UNPAYABLE = 0, 17, 18

_MICRO = 1_000_000
_SMALL = 1 << 31
_LARGEST = np.int64(2**63 - 1)
_S32 = np.uint64(32)
_S64 = np.uint64(64)
_M32 = np.uint64(0xFFFFFFFF)
_B32 = np.uint64(1 << 32)
_TOP = np.uint64(1 << 63)
_ONE = np.uint64(1)
_ZERO = np.uint64(0)

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


@kernel(I1, I1, I1, N)
def muldiv(a: Any, b: Any, c: Any, mode: Any) -> Any:
    """``a * b / c`` for each element, rounded once; an array of one element stands for all.

    Returns the values and their states (``OVERFLOW`` where one leaves 64 bits).
    """
    n = max(a.size, b.size, c.size)
    if a.size == 0 or b.size == 0 or c.size == 0:
        n = 0
    value = np.empty(n, np.int64)
    state = np.zeros(n, np.uint8)
    step_a, step_b, step_c = min(a.size - 1, 1), min(b.size - 1, 1), min(c.size - 1, 1)
    by_micro = c.size == 1 and c[0] == _MICRO and mode == HALF_AWAY
    for i in range(n):
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
    return value, state


# --- Sorting and grouping ---------------------------------------------------------------------


@inner
def _before(keys: Any, i: Any, j: Any) -> Any:
    for k in range(keys.shape[0]):
        if keys[k, i] != keys[k, j]:
            return keys[k, i] < keys[k, j]
    return False


@inner
def _merge(keys: Any, source: Any, target: Any, low: Any, middle: Any, high: Any) -> None:
    left, right = low, middle
    for place in range(low, high):
        if left < middle and (right >= high or not _before(keys, source[right], source[left])):
            target[place] = source[left]
            left += 1
        else:
            target[place] = source[right]
            right += 1


@inner
def _insertion_sort(keys: Any, order: Any, low: Any, high: Any) -> None:
    for i in range(low + 1, high):
        moving = order[i]
        place = i
        while place > low and _before(keys, moving, order[place - 1]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = moving


@kernel(I1, I2)
def order(starts: Any, keys: Any) -> Any:
    """The members of each segment in ascending order of their keys (rows of ``keys``), stable."""
    n = starts[starts.size - 1] if starts.size > 0 else 0
    result = np.arange(n)
    buffer = np.empty(n, np.int64)
    for s in range(starts.size - 1):
        low, high = starts[s], starts[s + 1]
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
    return result


@kernel(I1, N)
def by_owner(owner: Any, owners: Any) -> Any:
    """The rows in ascending order of their owner (0 to ``owners`` - 1), stable."""
    following = np.zeros(owners + 1, np.int64)
    for i in range(owner.size):
        following[owner[i] + 1] += 1
    for o in range(owners):
        following[o + 1] += following[o]
    rows = np.empty(owner.size, np.int64)
    for i in range(owner.size):
        rows[following[owner[i]]] = i
        following[owner[i]] += 1
    return rows


@kernel(I1, I1, I2)
def group_starts(starts: Any, ordered: Any, keys: Any) -> Any:
    """Where runs of members with equal keys begin in ``ordered``, within each segment, and n."""
    n = ordered.size
    result = np.empty(n + 1, np.int64)
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
    result[count] = n
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


@inner
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
        numerator = np.int64(_MICRO)
        fits = fits and weight_fits
        if fits and divisor == 0:
            return np.int64(0), NONE
    if fits and (kind == MEAN or kind == MEAN_BY):
        total, fits = _muldiv(total, numerator, divisor, HALF_AWAY)
    return total, (OK if fits else OVERFLOW)


@kernel(I1, I1, I1, N, N, N)
def combine(member: Any, x: Any, w: Any, members: Any, kind: Any, best: Any) -> Any:
    """Each member's number from its rows, which are sorted by member.

    For ``BEST`` the rows of a member are sorted from the largest; ``w`` holds the weights of
    ``MEAN_BY``. Returns values, states, and how many rows each member has.
    """
    value = np.zeros(members, np.int64)
    state = np.zeros(members, np.uint8)
    count = np.zeros(members, np.int64)
    low = 0
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
    return value, state, count


@kernel(I1, I2, I1, I2)
def find_cells(starts: Any, cells: Any, parent: Any, wanted: Any) -> Any:
    """The cell of each parent that has the wanted ids, or -1; cells ascend within a parent."""
    found = np.full(parent.size, -1, np.int64)
    for i in range(parent.size):
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
    return found


@inner
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


@kernel(I1, I1, I1, I2, N, N, N, N)
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
    value = np.zeros(x.size, np.int64)
    state = np.zeros(x.size, np.uint8)
    cuts = np.empty(quotas.shape[1], np.int64)
    for s in range(starts.size - 1):
        low, n = starts[s], starts[s + 1] - starts[s]
        counts, percent = np.int64(0), np.int64(0)
        for g in range(cuts.size):
            if quotas[0, g] == MEMBERS:
                counts += quotas[1, g]
            elif quotas[0, g] == PERCENT:
                percent += quotas[1, g]
            cuts[g] = n if quotas[0, g] == REST else _cut(n, counts, percent, mode)
        first = 0
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
    return value, state


@kernel(I1, I1, I1)
def percentile(starts: Any, ordered: Any, x: Any) -> Any:
    """The place of each member among its group, from 0 to 1; ``ordered`` from the largest."""
    value = np.zeros(x.size, np.int64)
    for s in range(starts.size - 1):
        low, n = starts[s], starts[s + 1] - starts[s]
        first = 0
        while first < n:
            last = first
            while last + 1 < n and x[ordered[low + last + 1]] == x[ordered[low + first]]:
                last += 1
            result = np.int64(_MICRO // 2)
            if n > 1:
                twice = 2 * (n - 1 - last) + (last - first)
                result, _ = _muldiv(twice, np.int64(_MICRO), 2 * (n - 1), HALF_AWAY)
            for place in range(first, last + 1):
                value[ordered[low + place]] = result
            first = last + 1
    return value


# --- Dividing money ---------------------------------------------------------------------------


@inner
def _weight_sum(weights: Any, members: Any, low: Any, high: Any) -> Any:
    """The sum of a segment's weights, and whether it fits in 64 bits."""
    sum_high, sum_low = np.int64(0), np.int64(0)
    for place in range(low, high):
        weight = weights[members[place]]
        sum_high += weight >> np.int64(32)
        sum_low += weight & np.int64(0xFFFFFFFF)
    return _close_sum(sum_high, sum_low)


@inner
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


@inner
def _by_remainder(
    amount: Any, total: Any, weights: Any, members: Any, low: Any, high: Any, paid: Any, rest: Any
) -> None:
    """Largest remainder among ``members[low:high]``, which are in ascending order of the key."""
    left = amount
    divisor = np.uint64(total)
    for place in range(low, high):
        product = _umul(np.uint64(amount), np.uint64(weights[members[place]]))
        quotient, remainder = _udivmod(product[0], product[1], divisor)
        paid[members[place]] = np.int64(quotient)
        rest[place - low] = np.int64(remainder)
        rest[rest.size // 2 + place - low] = np.int64(remainder)
        left -= np.int64(quotient)
    if left == 0:
        return
    threshold = _kth_largest(rest[rest.size // 2 :], high - low, left)
    for place in range(low, high):
        if rest[place - low] > threshold:
            paid[members[place]] += 1
            left -= 1
    for place in range(low, high):
        if left > 0 and rest[place - low] == threshold:
            paid[members[place]] += 1
            left -= 1


@inner
def _ahead(i: Any, j: Any, sign: Any, weights: Any, members: Any, paid: Any) -> Any:
    """Whether the member at place i gives or takes a step before the one at place j (Webster).

    ``sign`` is 1 where steps are given (the largest ``w / (2a + 1)`` first, ties ascending) and
    -1 where they are taken back (the smallest ``w / (2a - 1)`` first, ties descending).
    """
    a, b = members[i], members[j]
    high1, low1 = _umul(np.uint64(weights[a]), np.uint64(2 * paid[b] + sign))
    high2, low2 = _umul(np.uint64(weights[b]), np.uint64(2 * paid[a] + sign))
    if high1 == high2 and low1 == low2:
        return (i < j) == (sign > 0)
    return _less(high1, low1, high2, low2) == (sign < 0)


@inner
def _sift(
    heap: Any, size: Any, start: Any, sign: Any, weights: Any, members: Any, paid: Any
) -> None:
    parent = start
    while True:
        child = 2 * parent + 1
        if child >= size:
            return
        if child + 1 < size and _ahead(heap[child + 1], heap[child], sign, weights, members, paid):
            child += 1
        if not _ahead(heap[child], heap[parent], sign, weights, members, paid):
            return
        heap[parent], heap[child] = heap[child], heap[parent]
        parent = child


@inner
def _by_divisor(
    amount: Any,
    total: Any,
    weights: Any,
    members: Any,
    low: Any,
    high: Any,
    floor: Any,
    ceiling: Any,
    paid: Any,
    heap: Any,
) -> None:
    """Webster among ``members[low:high]`` with positive weight, each from floor to ceiling.

    All steps of at least the priority of the divisor ``total / amount`` are given at once, which
    is what giving one after another does; then the few steps that do not close are given or
    taken back in the same order.
    """
    left = amount
    divisor = np.uint64(total)
    for place in range(low, high):
        member = members[place]
        product = _umul(np.uint64(amount), np.uint64(weights[member]))
        quotient, remainder = _udivmod(product[0], product[1], divisor)
        if remainder >= divisor - remainder and weights[member] > 0:
            quotient += _ONE
        steps = min(max(np.int64(quotient), floor), ceiling)
        paid[member] = steps if weights[member] > 0 else 0
        left -= paid[member]
    if left == 0:
        return
    sign = np.int64(1) if left > 0 else np.int64(-1)
    size = np.int64(0)
    for place in range(low, high):
        member = members[place]
        end = ceiling if sign > 0 else floor
        if weights[member] > 0 and paid[member] != end:
            heap[size] = place
            size += 1
    for start in range(size // 2 - 1, -1, -1):
        _sift(heap, size, start, sign, weights, members, paid)
    while left != 0 and size > 0:
        member = members[heap[0]]
        paid[member] += sign
        left -= sign
        if paid[member] == (ceiling if sign > 0 else floor):
            size -= 1
            heap[0] = heap[size]
        _sift(heap, size, 0, sign, weights, members, paid)


@kernel(I1, I1, I1, I1, I1)
def share(amount: Any, starts: Any, members: Any, weights: Any, rounding: Any) -> Any:
    """``share(amount, weights)`` in each segment, by its rounding; ``members`` in key order.

    Returns what each member gets, and by segment what is left (all, where nobody has a weight)
    and the state (``OVERFLOW`` where the weights' sum leaves 64 bits).
    """
    paid = np.zeros(weights.size, np.int64)
    left = amount.copy()
    state = np.zeros(amount.size, np.uint8)
    widest = np.int64(0)
    for s in range(amount.size):
        widest = max(widest, starts[s + 1] - starts[s])
    buffer = np.empty(2 * widest, np.int64)
    for s in range(amount.size):
        low, high = starts[s], starts[s + 1]
        total, fits = _weight_sum(weights, members, low, high)
        if not fits:
            state[s] = OVERFLOW
        elif total > 0 and amount[s] > 0:
            if rounding[s] == WEBSTER:
                _by_divisor(
                    amount[s], total, weights, members, low, high, 0, _LARGEST, paid, buffer
                )
            else:
                _by_remainder(amount[s], total, weights, members, low, high, paid, buffer)
            left[s] = 0
    return paid, left, state


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
def _breach(money: Any, weight: Any, total: Any, floor: Any, ceiling: Any) -> Any:
    """1 where the exact share is above the ceiling, -1 where it is below the floor, else 0."""
    high, low = _umul(np.uint64(money), np.uint64(weight))
    high2, low2 = _umul(np.uint64(ceiling), np.uint64(total))
    if _less(high2, low2, high, low):
        return 1
    high2, low2 = _umul(np.uint64(floor), np.uint64(total))
    return -1 if _less(high, low, high2, low2) else 0


@inner
def _fix_breaches(
    money: Any, weights: Any, free: Any, size: Any, floor: Any, ceiling: Any, paid: Any
) -> Any:
    """Fix members at their limits until no exact share of the others breaks one.

    Returns the money and the number of members (the first of ``free``) that are still to be
    rounded among themselves, and their weights' sum.
    """
    while size > 0:
        total = np.int64(0)
        for k in range(size):
            total += weights[free[k]]
        over, over_weight, under, under_weight = 0, np.int64(0), 0, np.int64(0)
        for k in range(size):
            side = _breach(money, weights[free[k]], total, floor, ceiling)
            if side > 0:
                over += 1
                over_weight += weights[free[k]]
            elif side < 0:
                under += 1
                under_weight += weights[free[k]]
        if over == 0 and under == 0:
            return money, size, total
        high1, low1 = _excess(money, over_weight, ceiling, over, total)
        high2, low2 = _excess(money, under_weight, floor, under, total)
        fix_over = not _less(high1, low1, high2, low2)
        fix_under = not _less(high2, low2, high1, low1)
        before, kept = money, 0
        for k in range(size):
            member = free[k]
            side = _breach(before, weights[member], total, floor, ceiling)
            if side > 0 and fix_over:
                paid[member] = ceiling
                money -= ceiling
            elif side < 0 and fix_under:
                paid[member] = floor
                money -= floor
            else:
                free[kept] = member
                kept += 1
        size = kept
    return money, size, np.int64(0)


@kernel(I1, I1, I1, I1, I1, I1, I1)
def share_within(
    amount: Any, starts: Any, members: Any, weights: Any, floor: Any, ceiling: Any, rounding: Any
) -> Any:
    """``share`` under limits (section 5): each member with a weight gets floor to ceiling.

    Returns as ``share`` does; the state says where limits cross or the floors cannot be paid. Then
    by segment the steps, and the sum of weights, of the members that no limit fixes.
    """
    free_money = np.zeros(amount.size, np.int64)
    free_weight = np.zeros(amount.size, np.int64)
    paid = np.zeros(weights.size, np.int64)
    left = amount.copy()
    state = np.zeros(amount.size, np.uint8)
    widest = np.int64(0)
    for s in range(amount.size):
        widest = max(widest, starts[s + 1] - starts[s])
    free = np.empty(widest, np.int64)
    buffer = np.empty(2 * widest, np.int64)
    for s in range(amount.size):
        low, high = starts[s], starts[s + 1]
        _, fits = _weight_sum(weights, members, low, high)
        if not fits:
            state[s] = OVERFLOW
            continue
        size = 0
        for place in range(low, high):
            if weights[members[place]] > 0:
                free[size] = members[place]
                size += 1
        if size == 0:
            continue
        if floor[s] > ceiling[s]:
            state[s] = LIMITS_CROSSED
            continue
        if floor[s] > amount[s] // size:
            state[s] = FLOORS_UNPAYABLE
            continue
        money, size, total = _fix_breaches(
            amount[s], weights, free, size, floor[s], min(ceiling[s], amount[s]), paid
        )
        left[s] = money
        free_money[s], free_weight[s] = money, total
        if size > 0:
            if rounding[s] == WEBSTER:
                _by_divisor(
                    money, total, weights, free, 0, size, floor[s], ceiling[s], paid, buffer
                )
            else:
                _by_remainder(money, total, weights, free, 0, size, paid, buffer)
            left[s] = 0
    return paid, left, state, free_money, free_weight


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


@kernel(I1, I1, I1, I1, I1, I1, I1, N, N)
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
    result = np.zeros(giver.size, np.int64)
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
    return result


@kernel(I1, I1)
def segment_sums(starts: Any, x: Any) -> Any:
    """The exact sum of each segment, and ``OVERFLOW`` where it leaves 64 bits."""
    value = np.zeros(starts.size - 1, np.int64)
    state = np.zeros(starts.size - 1, np.uint8)
    for s in range(starts.size - 1):
        high, low = np.int64(0), np.int64(0)
        for i in range(starts[s], starts[s + 1]):
            high += x[i] >> np.int64(32)
            low += x[i] & np.int64(0xFFFFFFFF)
        total, fits = _close_sum(high, low)
        value[s] = total
        if not fits:
            state[s] = OVERFLOW
    return value, state
