"""Messages about how the parts of a policy fit: names, items, groups, pools, plans, the veto."""

from __future__ import annotations

from paycalc.problems._message import Message


def _error(en: str, zh: str) -> Message:
    return Message("error", en, zh)


MEANING: dict[str, Message] = {
    "P203": _error(
        "This is a circle: {found}. Nothing can be computed that needs itself: break it somewhere.",
        "此处形成循环：{found}。不能计算依赖自身的内容：请在某处断开。",
    ),
    "P220": _error(
        "The key '{found}' cannot stand beside `file`. Move it into the plan's file.",
        "键“{found}”不能与 `file` 同用。请移到计划文件中。",
    ),
    "P221": _error(
        "'{found}' is not the path of a plan's file. Write one that leads from the policy's "
        "folder downward, such as plans/primary.yaml, with forward slashes.",
        "“{found}”不是计划文件的路径。请写从方案所在文件夹向下的路径，如 plans/primary.yaml，用正"
        "斜杠。",
    ),
    "P222": _error(
        "The plan's file '{found}' cannot be read. Check that it lies there, inside the policy's "
        "folder, and that you may read it.",
        "无法读取计划文件“{found}”。请检查它是否在方案所在文件夹内，以及读取权限。",
    ),
    "P223": _error(
        "A plan's file cannot name another file. Write the plan out here.",
        "计划文件不能再引用其他文件。请在此写出计划。",
    ),
    "P300": _error(
        "Rows of {found} belong to no post. Let this item be of unit or county, or read another "
        "table.",
        "{found} 表的行不属于任何岗位。请把该项的粒度改为 unit 或 county，或读取其他表。",
    ),
    "P301": _error(
        "'{found}' is a number of each {other} and cannot be rows of a {base}. Read an item of "
        "the same or a finer grain.",
        "“{found}”的粒度是 {other}，不能作为 {base} 的行。请读取相同或更细粒度的项。",
    ),
    "P302": _error(
        "{found} goes with a grain without columns. Remove the columns of `of`.",
        "{found} 只能用于不含列的粒度。请删除 `of` 中的列。",
    ),
    "P303": _error(
        "'{found}' is a number for each cell and cannot be added or multiplied here. Make it one "
        "number first, with an item that has `rows: {{item: {found}}}`.",
        "“{found}”是每个单元格一个数，不能在此相加或相乘。请先用 `rows: {{item: {found}}}` 汇成一"
        "个数。",
    ),
    "P304": _error(
        "'{found}' is a number of each {base} and cannot be had at a {place}. Use an item of the "
        "same or a coarser grain, or read it with `rows: {{item: {found}}}`.",
        "“{found}”的粒度是 {base}，在 {place} 处没有取值。请使用相同或更粗粒度的项，或用 "
        "`rows: {{item: {found}}}` 读取。",
    ),
    "P305": _error(
        "'{found}' is a number for each {column}, which cannot be looked up at this {place}. Use "
        "an item without that column.",
        "“{found}”按 {column} 区分，而在此 {place} 处查不到该列。请使用不含该列的项。",
    ),
    "P306": _error(
        "`for` goes with grains of posts, and this item is of {base}. Remove it, or filter the "
        "rows with `where`.",
        "`for` 只用于岗位粒度，而此项的粒度是 {base}。请删除，或用 `where` 筛选行。",
    ),
    "P307": _error(
        "`missing` goes with grains without columns: cells exist only where rows do. Remove it.",
        "`missing` 只用于不含列的粒度：单元格只在有行处存在。请删除。",
    ),
    "P308": _error(
        "A county has no unit that peers could agree on. Remove `unit`.",
        "county 没有可供同类比较的 unit。请删除 `unit`。",
    ),
    "P309": _error(
        "This step compares peers, so `missing` must be written: `missing: none` leaves out those "
        "without rows, `missing: 0` counts them with 0.",
        "此步骤与同类比较，必须写明 `missing`：`missing: none` 不计无行者，`missing: 0` 按 0 计入"
        "。",
    ),
    "P310": _error(
        "{found} cannot be had here: a {base} is no post and has no row of staff. Use a column of "
        "schools, or an item of posts.",
        "此处无法取得 {found}：{base} 不是岗位，在 staff 表中没有行。请使用 schools 表的列，或岗位"
        "粒度的项。",
    ),
    "P311": _error(
        "{found} cannot be had here: a {base} is no row, and has only the columns of its cells "
        "({cells}). Write the column without row., or another.",
        "此处无法取得 {found}：{base} 不是行，只有单元格的列（{cells}）。请去掉 row.，或改用其他"
        "列。",
    ),
    "P312": _error(
        "{found} cannot be had here: a {base} has no dates from and to. Use an item of posts.",
        "此处无法取得 {found}：{base} 没有起止日期。请使用岗位粒度的项。",
    ),
    "P313": _error(
        "{found} cannot be had here: a {base} has only the columns of its cells ({cells}) and "
        "period.days, period.months. Use one of these, or an item of units.",
        "此处无法取得 {found}：{base} 只有单元格的列（{cells}）以及 period.days、period.months。"
        "请改用其中之一，或单位粒度的项。",
    ),
    "P320": _error(
        "Units cannot be asked for rows of posts with `has`. Use columns of schools or unit items.",
        "不能用 `has` 询问单位的岗位行。请使用 schools 表的列或单位粒度的项。",
    ),
    "P321": _error(
        "The group '{found}' speaks of posts ({part}), but the members here are units. Use a "
        "group with columns of schools and unit items only.",
        "组“{found}”针对岗位（{part}），而此处的成员是单位。请使用只含 schools 列和单位粒度项的组"
        "。",
    ),
    "P400": _error(
        "'{found}' is a number of each {other}; this place needs one of each {base}. Name an item "
        "with `of: {base}`.",
        "“{found}”的粒度是 {other}，此处需要 {base} 粒度的项。请写 `of: {base}` 的项。",
    ),
    "P401": _error(
        "'{found}' is a number for each cell; this place needs one of each {base}. Make it one "
        "number with an item that has `rows: {{item: {found}}}`.",
        "“{found}”是每个单元格一个数，此处需要每个 {base} 一个数。请用 `rows: {{item: {found}}}` "
        "汇成一个数。",
    ),
    "P403": _error(
        "`weights` goes with pools of posts, and the members here are units. Use `factors`.",
        "`weights` 只用于岗位的资金池，而此处的成员是单位。请使用 `factors`。",
    ),
    "P404": _error(
        "`everyone` comes last in `weights`: groups behind it would never count. Move it to the "
        "end.",
        "`everyone` 应排在 `weights` 最后：其后的组永远不起作用。请移到末尾。",
    ),
    "P405": _error(
        "`{found}` says nothing in a pool that is kept. Remove it.",
        "`{found}` 在留存的资金池中不起作用。请删除。",
    ),
    "P406": _error(
        "`limit` goes with `share_by` and `share_equally`, not with `{found}`. Remove it.",
        "`limit` 只与 `share_by` 和 `share_equally` 同用，不能与 `{found}` 同用。请删除。",
    ),
    "P407": _error(
        "`at_least` ({least}) lies above `at_most` ({most}). Nobody could keep both: correct one.",
        "`at_least`（{least}）大于 `at_most`（{most}），无法同时满足。请改正其一。",
    ),
    "P408": _error(
        "`if_short` says nothing here: what this pool takes is always there, and nobody is owed. "
        "Remove it.",
        "`if_short` 在此不起作用：该资金池所取的钱总是够的，也不欠任何人。请删除。",
    ),
    "P409": _error(
        "`takes: as_needed` goes with `pay`, not with `{found}`: only what is owed says what is "
        "needed. Write what the pool takes, or `pay`.",
        "`takes: as_needed` 只与 `pay` 同用，不能与 `{found}` 同用：只有应付额才能说明所需金额。"
        "请写明提取多少，或改用 `pay`。",
    ),
    "P410": _error(
        "This purse shares {found} with the one of '{other}' but is not the same. Lists of `from` "
        "are equal or have nothing in common.",
        "此处的 `from` 与“{other}”的都含有 {found}，但两者不相同。`from` 的列表要么相同，要么没有"
        "共同项。",
    ),
    "P411": _error(
        "'{found}' takes the rest of a purse whose rest '{other}' already takes. Only one pool of "
        "a purse takes `rest`.",
        "“{found}”提取的剩余部分已由“{other}”提取。同一资金来源只能有一个资金池取 `rest`。",
    ),
    "P412": _error(
        "The percentages of this purse make {total}%. They may make at most 100%: lower one, or "
        "let the last pool take the `rest`.",
        "该资金来源的百分数合计 {total}%。合计不得超过 100%：请调低，或让最后一个资金池取 `rest`。",
    ),
    "P413": _error(
        "The shares `of: all` of this purse make {total}%. They may make at most 100%: lower one.",
        "该资金来源中 `of: all` 的份额合计 {total}%。合计不得超过 100%：请调低。",
    ),
    "P415": _error(
        "The pool '{found}' of level 1 gives nothing to units: it is kept or pays posts. Name a "
        "pool that pays units.",
        "一级资金池“{found}”不拨给单位：其资金留存或直接发给岗位。请写拨给单位的资金池。",
    ),
    "P510": _error(
        "Only what a unit divides can be repaired. Write `enforce: false`, or leave "
        "`over: level_2` and `within: unit`.",
        "只有单位内部分配的部分可以调整。请写 `enforce: false`，或用 `over: level_2` 和 "
        "`within: unit`。",
    ),
    "P511": _error(
        "The group '{found}' cannot be compared with itself. Name another group, or everyone.",
        "组“{found}”不能与自身比较。请写另一个组，或 everyone。",
    ),
    "P521": _error(
        "This class needs `months`, because of {found}. Write for how many months it lasts.",
        "由于 {found}，此类别需要 `months`。请写明持续几个月。",
    ),
    "P523": _error(
        "'{found}' pays units, so no post has money of it. Name a pool of level 1 with "
        "`members: posts`, or one of level 2.",
        "“{found}”拨给单位，岗位没有该笔资金。请写带 `members: posts` 的一级资金池，或二级资金池。",
    ),
    "P530": _error(
        "Whoever freezes others needs money to pay the differences from. Name a pool of level 2 "
        "with `keep: true` under `reserve`.",
        "冻结他人时，差额须有资金来源。请在 `reserve` 下写明带 `keep: true` 的二级资金池。",
    ),
    "P531": _error(
        "`{found}` goes with `mode: freeze_others`, not with {mode}. Remove it, or change the "
        "mode.",
        "`{found}` 只与 `mode: freeze_others` 同用，不能与 {mode} 同用。请删除，或改变方式。",
    ),
    "P533": _error(
        "The pool '{found}' is paid out, so nothing of it is there for corrections. Name a pool "
        "with `keep: true`, or keep this one in every plan.",
        "资金池“{found}”已发放，没有留给更正的资金。请写带 `keep: true` 的资金池，或在每个计划中"
        "留存该池。",
    ),
    "P600": _error(
        "'{found}' is no span of whole numbers. Write it as 1..40, the smaller one first.",
        "“{found}”不是整数区间。请写成 1..40，小的在前。",
    ),
    "P602": _error(
        "Only one entry may stand here, as one thing changes; found {found}.",
        "此处只能有一项，因为只改变一处；现为 {found}。",
    ),
}

MEANING_NAMES: dict[str, Message] = {
    "P200": _error(
        "There is no item '{found}'. Items of this policy: {allowed}.",
        "没有名为“{found}”的项。本方案的项：{allowed}。",
    ),
    "P201": _error(
        "There is no group '{found}'. Groups of this policy: {allowed}.",
        "没有名为“{found}”的组。本方案的组：{allowed}。",
    ),
    "P216": _error(
        "There is no plan '{found}'. Plans of this policy: {allowed}.",
        "没有名为“{found}”的计划。本方案的计划：{allowed}。",
    ),
    "P414": _error(
        "Level 1 has no pool '{found}'. Its pools: {allowed}.",
        "一级没有资金池“{found}”。一级的资金池：{allowed}。",
    ),
    "P500": _error(
        "This plan has no pool '{found}'. Its pools: {allowed}.",
        "本计划没有资金池“{found}”。本计划的资金池：{allowed}。",
    ),
    "P520": _error(
        "The veto has no class '{found}'. Its classes: {allowed}.",
        "一票否决中没有类别“{found}”。已有类别：{allowed}。",
    ),
    "P522": _error(
        "No post has money of a pool '{found}'. Pools: {allowed}.",
        "岗位没有资金池“{found}”的资金。资金池：{allowed}。",
    ),
    "P601": _error(
        "There is no promise '{found}' in the catalogue, and it is no own one: that says `change` "
        "and `then`. The catalogue: {allowed}.",
        "目录中没有承诺“{found}”，它也不是自定承诺：自定承诺须写明 `change` 和 `then`。"
        "目录：{allowed}。",
    ),
    "P532": _error(
        "A plan of level 2 has no pool '{found}' to be the reserve. Its pools: {allowed}.",
        "二级某计划没有可作预留的资金池“{found}”。该计划的资金池：{allowed}。",
    ),
}
