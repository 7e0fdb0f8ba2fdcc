"""Messages of the codes ``R1…``: reading the files and the period of a dataset."""

from __future__ import annotations

from paycalc.problems._message import Message
from paycalc.problems._problem import Severity


def message(severity: Severity, en: str, zh: str) -> Message:
    """A message of the catalogue."""
    return Message(severity, en, zh)


READING: dict[str, Message] = {
    "R101": message(
        "error",
        "There is no such folder or workbook; give the folder that holds a file for each table, or "
        "a workbook (.xlsx) with a sheet for each.",
        "没有这个文件夹或工作簿；请给出存放各表文件的文件夹，或每表一个工作表的工作簿（.xlsx）。",
    ),
    "R102": message(
        "error",
        "The file cannot be read; check that it is whole, of its kind, and not locked.",
        "文件无法读取；请检查文件是否完整、格式是否相符、是否被占用。",
    ),
    "R103": message(
        "error",
        "The table stands in more than one place (also in {others}); keep one.",
        "同一张表有多个来源（另有 {others}）；请只保留一个。",
    ),
    "R104": message(
        "error",
        "Byte {offset} is neither UTF-8 nor GB18030 text; save the file again as CSV UTF-8.",
        "第 {offset} 个字节既不是 UTF-8 也不是 GB18030 文本；请将文件另存为 CSV UTF-8。",
    ),
    "R105": message(
        "error",
        "The file is empty; its first row must be the headings.",
        "文件是空的；第一行应为列标题。",
    ),
    "R106": message(
        "error",
        "Two headings stand for this column; keep one.",
        "有两个标题指同一列；请只保留一个。",
    ),
    "R107": message(
        "error",
        "The row has {found} fields, the headings are {expected}; "
        "put quotes around a field that has a comma.",
        "该行有 {found} 个字段，标题只有 {expected} 个；含逗号的字段请加双引号。",
    ),
    "R108": message(
        "error",
        "The row has {found} fields, the headings are {expected}; fill the row up.",
        "该行只有 {found} 个字段，标题有 {expected} 个；请补齐该行。",
    ),
    "R109": message(
        "error",
        "A quotation mark in the row that begins here is opened and not closed, or stands inside "
        'a field; close it, or double it (""). The file was read no further.',
        '从这里开始的一行中有双引号未闭合或出现在字段中间；请闭合，或写成两个双引号（""）。'
        "其后的内容未读取。",
    ),
    "R110": message(
        "note",
        "This is no table of a dataset and was not read.",
        "这不是数据集中的表，未读取。",
    ),
    "R111": message(
        "error",
        "Column {number} has cells and no heading; give it one.",
        "第 {number} 列有内容而没有标题；请补上标题。",
    ),
    "R112": message(
        "note",
        "The column holds lists, structs or bytes, not cells, and was left out.",
        "该列是列表、结构或字节，不是单元格，未读取。",
    ),
    "R113": message(
        "error",
        "This file lacks a required column that other files of the table have; add it.",
        "该文件缺少同一张表其他文件都有的必需列；请补上。",
    ),
    "R114": message(
        "error",
        "The folder of this table holds no .csv, .xlsx or .parquet file; add one or remove the "
        "folder.",
        "这张表的文件夹中没有 .csv、.xlsx 或 .parquet 文件；请放入文件或删除该文件夹。",
    ),
    "R115": message(
        "error",
        "The headings are separated by “{separator}”; save the file as CSV separated by commas.",
        "标题之间用“{separator}”分隔；请将文件另存为用逗号（,）分隔的 CSV。",
    ),
    "R120": message(
        "error",
        "There is no period.yaml, and no sheet “period”; write one with id, from and to.",
        "没有 period.yaml，也没有工作表“期间”；请写明 id、from 和 to。",
    ),
    "R121": message(
        "error",
        "This is not YAML with a key and a value on each line, such as “from: 2025-09-01”.",
        "这里不是每行一个键和值的 YAML，例如“from: 2025-09-01”。",
    ),
    "R122": message(
        "error",
        "A period has no key “{key}”; allowed are id, from, to, known_at and aliases.",
        "时段没有“{key}”这个键；可用的键为 id、from、to、known_at、aliases。",
    ),
    "R122N": message(
        "error",
        "A period has no key “{key}”; allowed are id, from, to, known_at and aliases. Did you "
        "mean “{nearest}”?",
        "时段没有“{key}”这个键；可用的键为 id、from、to、known_at、aliases。是否应为“{nearest}”？",
    ),
    "R123": message("error", "The period lacks “{key}”; add it.", "时段缺少“{key}”；请补上。"),
    "R124": message(
        "error",
        "“{key}” is not a date of the calendar such as 2025-09-01.",
        "“{key}”不是像 2025-09-01 这样的日期。",
    ),
    "R125": message(
        "error",
        "The period ends before it begins; exchange from and to.",
        "时段的结束早于开始；请核对 from 和 to。",
    ),
    "R126": message(
        "error",
        "A key of a period has one plain value, no list and no mapping.",
        "时段的键只能有一个简单的值，不能是列表或映射。",
    ),
    "R127": message(
        "error", "“{key}” is written twice; keep one.", "“{key}”写了两次；请只保留一个。"
    ),
    "R128": message(
        "error",
        "Byte {offset} is not UTF-8 text; save the file again as UTF-8.",
        "第 {offset} 个字节不是 UTF-8 文本；请将文件另存为 UTF-8。",
    ),
    "R130": message(
        "note",
        "Cells with full-width digits or thousands separators that were read as numbers or dates: "
        "{count}.",
        "含全角数字或千位分隔符、已按数字或日期读取的单元格：{count} 个。",
    ),
    "R131": message(
        "note",
        "Cells around which spaces were taken off: {count}.",
        "已去掉首尾空格的单元格：{count} 个。",
    ),
    "R132": message(
        "warning",
        "Numbers with more than six decimals, which were rounded to six: {count}.",
        "超过六位小数、已四舍五入到六位的数：{count} 个。",
    ),
    "R199": message(
        "note",
        "Further problems of code {code} that are not listed: {more}.",
        "未逐一列出的 {code} 类问题：另有 {more} 处。",
    ),
}
