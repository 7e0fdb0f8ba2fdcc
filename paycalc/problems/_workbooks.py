"""Messages of the codes ``R14…`` and ``R15…``: reading workbooks, and names that datasets add."""

from __future__ import annotations

from paycalc.problems._message import Message
from paycalc.problems._reading import message

WORKBOOKS: dict[str, Message] = {
    "R140": message(
        "error",
        "This is an old workbook (.xls), one of another program, or protected by a password; open "
        "it in Excel or WPS and save it as .xlsx without a password.",
        "这是旧版（.xls）、其他程序的或加密的工作簿；请用 Excel 或 WPS 打开，取消密码后"
        "另存为 .xlsx。",
    ),
    "R141": message(
        "error",
        "The workbook would unpack to more than {most} MiB, or a part of it to more than {times} "
        "times its size; copy the cells that count into a new workbook, or save them as CSV.",
        "工作簿解压后会超过 {most} MiB，或某一部分会膨胀 {times} 倍以上；请把有用的单元格"
        "复制到新工作簿，或另存为 CSV。",
    ),
    "R142": message(
        "error",
        "The workbook declares a document type, which no spreadsheet program writes; open it in "
        "Excel or WPS and save it again as .xlsx.",
        "工作簿含有文档类型声明（DTD），表格软件不会这样保存；"
        "请用 Excel 或 WPS 打开后重新另存为 .xlsx。",
    ),
    "R143": message(
        "error",
        "Several sheets have cells ({sheets}) and none is named after a table; name the one with "
        "the table “{table}”.",
        "有多个工作表含有内容（{sheets}），而没有一个以表命名；请将存放该表的工作表命名为“{table}”。",
    ),
    "R144": message(
        "error",
        "No row of the sheet names two columns of the table, so its headings are not found; it "
        "needs: {known}.",
        "工作表中没有任何一行含有该表的两个列标题，找不到标题行；需要的列：{known}。",
    ),
    "R145": message(
        "note",
        "Rows above the headings that were left out: {count} (rows {rows}).",
        "标题行上方未读取的行：{count} 行（第 {rows} 行）。",
    ),
    "R146": message(
        "note",
        "Blank rows between rows of the table: {count}.",
        "表中的空行：{count} 行。",
    ),
    "R147": message(
        "note",
        "Rows with totals that were left out: {count} (rows {rows}).",
        "未读取的合计、小计行：{count} 行（第 {rows} 行）。",
    ),
    "R148": message(
        "note",
        "Rows with signatures or remarks that were left out: {count} (rows {rows}).",
        "未读取的签名、备注行：{count} 行（第 {rows} 行）。",
    ),
    "R149": message(
        "note",
        "Rows that repeat the headings and were left out: {count} (rows {rows}).",
        "未读取的重复标题行：{count} 行（第 {rows} 行）。",
    ),
    "R150": message(
        "warning",
        "The sheet is hidden, and its rows were read; delete it if they do not count.",
        "该工作表是隐藏的，其中的行已读取；如不应计入请删除。",
    ),
    "R151": message(
        "warning",
        "Hidden rows that were read: {count} (rows {rows}); delete them if they do not count.",
        "已读取的隐藏行：{count} 行（第 {rows} 行）；如不应计入请删除。",
    ),
    "R152": message(
        "warning",
        "Column {letters} is hidden, and was read; look whether its cells are meant.",
        "{letters} 列是隐藏的，已读取；请确认其内容是否有效。",
    ),
    "R153": message(
        "note",
        "Merged cells whose text was taken for each of their rows: {count}.",
        "合并单元格的文字已用于其中的每一行：{count} 处。",
    ),
    "R154": message(
        "warning",
        "Merged cells of which only the first has the value: {count}; split them and fill in each "
        "cell.",
        "合并单元格只有第一格有值：{count} 处；请取消合并并逐格填写。",
    ),
    "R155": message(
        "warning",
        "The workbook asks for its formulas to be computed anew, so the stored results may be old: "
        "{count}; open it in Excel or WPS and save it.",
        "工作簿要求打开时重新计算公式，现存的结果可能已过时：{count} 个；"
        "请用 Excel 或 WPS 打开并保存。",
    ),
    "R156": message(
        "error",
        "“aliases” has a table or column on each line, and after it a name or a list of names, "
        "such as “workload: duties”.",
        "“aliases”每行写一个表或列，其后写一个名称或名称列表，例如“workload: 课时表”。",
    ),
    "R157": message(
        "error",
        "“{key}” is no table and no column that every dataset may have; the nearest is "
        "“{nearest}”. A column of your own is written with its table: workload.{key}.",
        "“{key}”不是表，也不是通用的列；最接近的是“{nearest}”。自有的列请连同表名书写：workload.{key}。",
    ),
    "R158": message(
        "error",
        "The name “{name}” is given to “{first}” and to “{second}”; keep one.",
        "名称“{name}”既指“{first}”又指“{second}”；请只保留一个。",
    ),
    "R159": message(
        "note",
        "Cells outside the table that were left out: {count}, the first is this one.",
        "表外未读取的单元格：{count} 个，此处为第一个。",
    ),
}
