"""Messages of the codes ``R18…``: reading the tables of a dataset from a database."""

from __future__ import annotations

from paycalc.problems._message import Message

DATABASES: dict[str, Message] = {
    "R180": Message(
        "error",
        "The database does not answer; check its host and port, and that it is running.",
        "数据库没有应答；请检查主机和端口，并确认数据库正在运行。",
    ),
    "R181": Message(
        "error",
        "The database refused the login; check user, password and the database's name.",
        "数据库拒绝登录；请检查用户、密码和数据库名称。",
    ),
    "R182": Message(
        "error",
        "The database does not understand the query ({said}); mend the SQL of this table.",
        "数据库不能执行该查询（{said}）；请修改这张表的 SQL。",
    ),
    "R183": Message(
        "error",
        "The database gave the query up ({state}); run it in a client of the database to see why.",
        "数据库中止了该查询（{state}）；请在数据库客户端中运行以查明原因。",
    ),
    "R184": Message(
        "error",
        "The query is none that reads rows; write a SELECT.",
        "该语句不是读取数据的查询；请写 SELECT。",
    ),
    "R185": Message(
        "error",
        "The result cannot be taken as a table: two columns have one name, or one is of a kind "
        "such as interval; name columns with AS, and cast to text.",
        "查询结果不能作为一张表：有两列同名，或某列的类型（如 interval）不能读取；"
        "请用 AS 命名，并转换为 text。",
    ),
    "R186": Message(
        "error",
        "The column is of type money, whose digits depend on the server; cast it to numeric.",
        "该列是 money 类型，其位数取决于服务器设置；请转换为 numeric。",
    ),
    "R187": Message(
        "error",
        "This is not YAML with a table and its SQL on each line, such as “staff: SELECT …”.",
        "这里不是每行一张表及其 SQL 的 YAML，例如“staff: SELECT …”。",
    ),
    "R188": Message(
        "error",
        "A dataset has no table “{key}”; allowed are period and {tables}.",
        "数据集没有“{key}”这张表；可用的有 period 和 {tables}。",
    ),
    "R188N": Message(
        "error",
        "A dataset has no table “{key}”; allowed are period and {tables}. Did you mean "
        "“{nearest}”?",
        "数据集没有“{key}”这张表；可用的有 period 和 {tables}。是否应为“{nearest}”？",
    ),
    "R189": Message(
        "error",
        "The file names no period; add a key “period” with id, from and to.",
        "文件中没有时段；请补上键“period”，写明 id、from 和 to。",
    ),
}
