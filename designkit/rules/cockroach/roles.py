"""Roles, rights and sessions."""

from __future__ import annotations

from typing import Final

from designkit.rules.cockroach.fact import Topic, docs, unsupported
from designkit.rules.cockroach.spelling import begins, spelled

_GRANT = docs("grant")

TOPICS: Final = (
    Topic(
        id="cockroachdb-column-privilege",
        summary="Rights are given on single columns.",
        why="CockroachDB's rights are on tables; a list of columns is a syntax error.",
        instead="grant on a view that shows only these columns",
        bad="GRANT SELECT (id, name) ON users TO reporting;",
        good="GRANT SELECT ON user_names TO reporting;",
        sources=(docs("postgresql-compatibility"), _GRANT),
        facts=(unsupported("AccessPriv[cols]", "rights on columns"),),
    ),
    Topic(
        id="cockroachdb-privilege",
        summary="A right or a kind of object is named that CockroachDB's GRANT does not know.",
        why="""CockroachDB knows SELECT, INSERT, UPDATE, DELETE, CREATE, USAGE, EXECUTE, CONNECT,
TRIGGER and rights of its own; TRUNCATE, REFERENCES, MAINTAIN, TEMPORARY, SET and objects such as
languages, parameters and large objects are refused.""",
        instead="leave the right out; DROP covers TRUNCATE, and REFERENCES needs none",
        bad="GRANT TRUNCATE ON orders TO janitor;",
        good="GRANT DELETE ON orders TO janitor;",
        sources=(_GRANT, docs("security-reference/authorization#managing-privileges")),
        facts=(
            unsupported(
                "GrantStmt > AccessPriv[priv_name=truncate|references|maintain|temporary|temp|set"
                "|alter system]",
                "the right {}",
            ),
            unsupported(
                "GrantStmt[objtype=OBJECT_LANGUAGE|OBJECT_FDW|OBJECT_FOREIGN_SERVER"
                "|OBJECT_LARGEOBJECT|OBJECT_TABLESPACE|OBJECT_PARAMETER_ACL|OBJECT_DOMAIN"
                "|OBJECT_ROUTINE]",
                "rights on this kind of object",
            ),
            unsupported("GrantStmt[grantor]", "GRANTED BY"),
            unsupported("GrantStmt[behavior=DROP_CASCADE][!is_grant]", "REVOKE … CASCADE"),
            unsupported("GrantStmt", "GRANT … TO GROUP", spelled("TO GROUP", "FROM GROUP")),
            unsupported(
                "AlterDefaultPrivilegesStmt",
                "default rights ON ROUTINES",
                spelled("ON ROUTINES"),
                until=(25, 3),
            ),
            unsupported(
                "AlterDefaultPrivilegesStmt", "TO GROUP", spelled("TO GROUP", "FROM GROUP")
            ),
        ),
    ),
    Topic(
        id="cockroachdb-role-membership",
        summary="A role is granted with clauses beyond WITH ADMIN OPTION.",
        why="""CockroachDB has membership and its admin option; INHERIT, SET and grantors are
refused.""",
        instead="leave the clause out",
        bad="GRANT writers TO alice WITH INHERIT FALSE;",
        good="GRANT writers TO alice;",
        sources=(_GRANT,),
        facts=(
            unsupported("GrantRoleStmt[grantor]", "GRANTED BY"),
            unsupported("GrantRoleStmt[behavior=DROP_CASCADE]", "REVOKE … CASCADE"),
            unsupported("GrantRoleStmt > DefElem[defname!=admin]", "this option of a membership"),
            unsupported(
                "GrantRoleStmt",
                "ADMIN as a switch",
                spelled("ADMIN TRUE", "ADMIN FALSE", "WITH ADMIN ON", "WITH ADMIN OFF"),
            ),
            unsupported("GrantRoleStmt", "lists of GROUPs", spelled("TO GROUP", "FROM GROUP")),
        ),
    ),
    Topic(
        id="cockroachdb-role-option",
        summary="A role gets an option that CockroachDB does not have.",
        why="""CockroachDB's roles know LOGIN, CREATEROLE, CREATEDB, PASSWORD, VALID UNTIL and
options of its own. SUPERUSER, INHERIT, REPLICATION, BYPASSRLS before 25.2, connection limits and
members in CREATE ROLE are syntax errors.""",
        instead="leave the option out; give memberships with GRANT",
        bad="CREATE ROLE reporting NOINHERIT LOGIN;",
        good="CREATE ROLE reporting LOGIN;",
        sources=(docs("create-role"), docs("alter-role")),
        facts=(
            *(
                unsupported(
                    f"{kind} > DefElem[defname=superuser|inherit|connectionlimit"
                    "|rolemembers|adminmembers|addroleto]",
                    "the role option {}",
                )
                for kind in ("CreateRoleStmt", "AlterRoleStmt")
            ),
            unsupported("CreateRoleStmt > DefElem[defname=sysid]", "SYSID"),
            unsupported("CreateRoleStmt[stmt_type=ROLESTMT_GROUP]", "CREATE GROUP"),
            unsupported("AlterRoleStmt", "ALTER GROUP", begins("ALTER GROUP")),
            unsupported("RenameStmt[renameType=OBJECT_ROLE]", "renaming roles"),
            unsupported("CreateRoleStmt", "ENCRYPTED PASSWORD", spelled("ENCRYPTED PASSWORD")),
            unsupported("AlterRoleStmt", "ENCRYPTED PASSWORD", spelled("ENCRYPTED PASSWORD")),
        ),
    ),
    Topic(
        id="cockroachdb-current-role",
        summary="CURRENT_ROLE stands where a role is to be named.",
        why="""CockroachDB knows CURRENT_USER and SESSION_USER there; CURRENT_ROLE is a syntax
error.""",
        instead="write CURRENT_USER",
        bad="ALTER TABLE orders OWNER TO CURRENT_ROLE;",
        good="ALTER TABLE orders OWNER TO CURRENT_USER;",
        sources=(docs("alter-table"), _GRANT),
        facts=(unsupported("RoleSpec[roletype=ROLESPEC_CURRENT_ROLE]", "CURRENT_ROLE as a role"),),
    ),
    Topic(
        id="cockroachdb-session-authorization",
        summary="The session takes another user's identity.",
        why="CockroachDB parses no more than SET SESSION AUTHORIZATION DEFAULT.",
        instead="use SET ROLE, or connect as that user",
        bad="""SHOW SESSION AUTHORIZATION;""",
        good="""SELECT session_user;""",
        sources=(docs("set-vars"), docs("session-variables")),
        facts=(
            unsupported(
                "VariableSetStmt[name=session_authorization][kind!=VAR_SET_DEFAULT]",
                "SET SESSION AUTHORIZATION",
            ),
            unsupported(
                "VariableSetStmt[name=session_authorization][is_local]",
                "SET LOCAL SESSION AUTHORIZATION",
            ),
            unsupported("VariableSetStmt[kind=VAR_SET_CURRENT]", "SET … FROM CURRENT"),
            unsupported(
                "VariableSetStmt[name=transaction_isolation][kind=VAR_RESET]",
                "RESET TRANSACTION ISOLATION LEVEL",
                spelled("RESET TRANSACTION"),
            ),
            unsupported(
                "VariableShowStmt[name=session_authorization]", "SHOW SESSION AUTHORIZATION"
            ),
        ),
    ),
    Topic(
        id="cockroachdb-row-security",
        summary="Row-level security is used on a version that lacks it.",
        why="Policies came with 25.2; before, the statements are refused.",
        instead="filter in the queries, or raise the target version",
        bad="CREATE POLICY own_rows ON notes USING (owner = current_user);",
        good="CREATE VIEW own_notes AS SELECT id FROM notes WHERE owner = current_user;",
        sources=(docs("row-level-security"),),
        target="cockroachdb=25.1",
        facts=(
            unsupported("CreatePolicyStmt", "CREATE POLICY", until=(25, 2)),
            unsupported("AlterPolicyStmt", "ALTER POLICY", until=(25, 2)),
            unsupported("DropStmt[removeType=OBJECT_POLICY]", "DROP POLICY", until=(25, 2)),
            unsupported(
                "AlterTableCmd[subtype=AT_EnableRowSecurity|AT_DisableRowSecurity"
                "|AT_ForceRowSecurity|AT_NoForceRowSecurity]",
                "row-level security",
                until=(25, 2),
            ),
            unsupported("Table[row_security]", "row-level security", until=(25, 2)),
        ),
    ),
)
