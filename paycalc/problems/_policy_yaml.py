"""Messages about a policy's file: whether it can be read as YAML at all."""

from __future__ import annotations

from paycalc.problems._message import Message


def _error(en: str, zh: str) -> Message:
    return Message("error", en, zh)


YAML: dict[str, Message] = {
    "P000": _error(
        "The policy's file cannot be read ({found}). Check its path and whether you may read it.",
        "无法读取方案文件（{found}）。请检查路径和读取权限。",
    ),
    "P001": _error(
        "The file says nothing. Write a policy that begins with `paycalc: 1`.",
        "文件没有内容。请写入以 `paycalc: 1` 开头的方案。",
    ),
    "P002": _error(
        "The file is larger than {most} bytes. Put each plan into a file of its own with `file:`.",
        "文件超过 {most} 字节。请用 `file:` 把各计划分放在单独的文件中。",
    ),
    "P003": _error(
        "From here on the file is not UTF-8. Save it as UTF-8.",
        "从此处起文件不是 UTF-8 编码。请另存为 UTF-8。",
    ),
    "P004": _error(
        "The character {found} may not stand in a policy. Remove it.",
        "方案中不允许出现字符 {found}。请删除。",
    ),
    "P005": _error(
        "A second document begins here. A file holds one policy or one plan: remove the line "
        "`---`.",
        "此处开始了第二个文档。一个文件只能包含一个方案或一个计划：请删除 `---` 行。",
    ),
    "P006": _error(
        "Lists and mappings are nested deeper than {most} levels here. Write it flatter.",
        "此处的列表和映射嵌套超过 {most} 层。请减少嵌套。",
    ),
    "P007": _error(
        "Anchors and aliases ({found}) are not used in policies. Write the part out where it "
        "counts.",
        "方案中不使用锚点和别名（{found}）。请在需要处完整写出该部分。",
    ),
    "P008": _error(
        "Tags ({found}) are not used in policies. Remove it: every text is read as its place "
        "demands.",
        "方案中不使用标签（{found}）。请删除：每处文本按其所在位置解读。",
    ),
    "P009": _error(
        "There are more than {most} problems; the others are not listed. Repair these first.",
        "问题超过 {most} 个，其余未列出。请先改正已列出的问题。",
    ),
    "P010": _error(
        "The key '{found}' stands here a second time; the first is in line {line}. Keep one of "
        "them.",
        "键“{found}”在此重复出现，第一次在第 {line} 行。请只保留一个。",
    ),
    "P011": _error(
        "A key must be a text, not a list or a mapping. Write `key: value`.",
        "键必须是文本，不能是列表或映射。请写成 `键: 值`。",
    ),
    "P012": _error(
        "A tab stands here where only spaces may indent. Replace it by spaces.",
        "此处用了制表符，缩进只能用空格。请改为空格。",
    ),
    "P013": _error(
        "The quotation mark that opens here is never closed. Close it.",
        "此处的引号没有闭合。请补上。",
    ),
    "P014": _error(
        "The bracket that opens here is not closed, or a comma is missing inside. Close it with ] "
        "or }} and put commas between the entries.",
        "此处的括号没有闭合，或其中缺少逗号。请用 ] 或 }} 闭合，并用逗号分隔各项。",
    ),
    "P015": _error(
        "A colon stands here where no key may begin. Check the indentation of this line and the "
        "one before, put a space behind the colon of a key, and quote a text that has a colon in "
        "it.",
        "此处有冒号，而这里不能有键。请检查本行与上一行的缩进，键的冒号后加空格，含冒号的文本加引号。",
    ),
    "P016": _error(
        "No text may begin with the character {found}. Put the text into quotation marks; a "
        "percentage is written 60%.",
        "文本不能以字符 {found} 开头。请给文本加引号；百分数写作 60%。",
    ),
    "P017": _error(
        "The indentation does not fit here. Indent keys and list entries of one level equally far.",
        "此处缩进不一致。同一层的键和列表项应缩进相同。",
    ),
    "P018": _error(
        "This is not valid YAML from here on. Compare this line and the one before with an "
        "example; a text with a backslash stands in single quotation marks.",
        "从此处起不是有效的 YAML。请对照示例检查本行和上一行；含反斜杠的文本用单引号。",
    ),
}
