"""The SQL by which catalogue queries read owners and rights.

Rights are read as their difference from what PostgreSQL gives unasked, and owners as theirs from
who reads: both are nothing for nearly every object. What is there is an `Access` as JSON.
https://www.postgresql.org/docs/18/ddl-priv.html
"""

from __future__ import annotations

from typing import Final, LiteralString

_GRANTS: Final[LiteralString] = """(
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'grantee', g.grantee, 'rights', g.rights, 'grantable', g.is_grantable,
           'grantor', g.grantor) ORDER BY g.grantee, g.rights, g.is_grantable), '[]')
  FROM (SELECT CASE WHEN e.grantee = 0 THEN 'PUBLIC'
                    WHEN pg_get_userbyid(e.grantee) = current_user THEN 'CURRENT_USER'
                    ELSE e.grantee::regrole::text END AS grantee,
               array_agg(e.privilege_type ORDER BY e.privilege_type) AS rights, e.is_grantable,
               CASE WHEN e.grantor <> {owner} THEN e.grantor::regrole::text END AS grantor
        FROM (SELECT * FROM aclexplode({here}) EXCEPT SELECT * FROM aclexplode({there})) e
        GROUP BY e.grantor, e.grantee, e.is_grantable) g)"""

_ACCESS: Final[LiteralString] = """CASE WHEN {told} OR {role} IS NOT NULL THEN
  jsonb_build_object('owner', {role}, 'grants', {grants}, 'revoked', {revoked})::text END"""

_OWNER: Final[LiteralString] = """CASE WHEN pg_get_userbyid({owner}) <> current_user
  THEN {owner}::regrole::text END"""


def access(
    acl: LiteralString,
    owner: LiteralString,
    unasked: LiteralString,
    *,
    present: LiteralString = "coalesce({acl}, {unasked})",
    told: LiteralString = "{acl} IS NOT NULL",
    role: LiteralString = _OWNER,
) -> LiteralString:
    """SQL for the access to an object, NULL where there is nothing to tell.

    Args:
        acl: its access control list.
        owner: the oid of its owner.
        unasked: the list that it has where nobody granted or revoked anything.
        present: the list that it has; `acl`, where that is one.
        told: whether the list may be another than `unasked`.
        role: its owner's name, or NULL.
    """
    text = _ACCESS.replace("{told}", told).replace("{role}", role)
    text = text.replace(
        "{grants}", _GRANTS.replace("{here}", present).replace("{there}", "{unasked}")
    )
    text = text.replace(
        "{revoked}", _GRANTS.replace("{here}", "{unasked}").replace("{there}", present)
    )
    return text.replace("{unasked}", unasked).replace("{acl}", acl).replace("{owner}", owner)
