"""The words by which pay for examination results and admission is known (L010)."""

from __future__ import annotations

import re
from typing import Final

# Guards keep out words that only hold these signs: 期中考核, 提高考勤, 线上线下.
_ZH: Final = (
    r"升学率|(?<!期)中考(?![核勤评察查])|(?<!提)高考(?![核勤评察查])|(?<!线)上线(?![下课教])|状元"
    r"|录取|一本率|本科率|重点率|双一流率|清北|名校率"
)
_EN: Final = (
    r"gao_?kao|zhong_?kao|admission_(?:rate|result|target|quota|number|count)s?|admitted"
    r"|(?:promotion|enrolment|enrollment|matriculation|university|key_school)_rate"
    r"|(?:college|university)_entrance|entrance_exam(?:ination)?s?|top_scorers?"
    r"|exam(?:ination)?_(?:result|score|rank|mark)s?"
)
_WORD: Final = re.compile(rf"{_ZH}|(?<![a-z])(?:{_EN})(?![a-z])")


def exam_word(text: str) -> str | None:
    """The word of a text that names examination results or admission, if one does.

    >>> exam_word("高考上线奖"), exam_word("Gaokao bonus"), exam_word("admission rate")
    ('高考', 'gaokao', 'admission_rate')
    >>> exam_word("期中考核"), exam_word("提高考勤"), exam_word("admission_duty")
    (None, None, None)
    """
    found = _WORD.search(re.sub(r"[\s\-]+", "_", text.casefold()))
    return found.group() if found else None
