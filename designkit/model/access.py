"""Who owns an object and who may do what with it, as far as that is not what comes by itself."""

from __future__ import annotations

from designkit.model.value import Value


class Grant(Value, frozen=True, kw_only=True, order=True):
    """Rights of one role.

    Attributes:
        grantee: the role as SQL spells it: quoted, `PUBLIC`, or `CURRENT_USER` for who reads.
        rights: `SELECT`, `USAGE` and the like, sorted.
        grantable: WITH GRANT OPTION.
        grantor: who granted it, where that is not the owner; None where it is.
    """

    grantee: str
    rights: tuple[str, ...]
    grantable: bool = False
    grantor: str | None = None


class Access(Value, frozen=True, kw_only=True):
    """The owner and the rights of an object, beside what PostgreSQL gives unasked.

    Attributes:
        owner: the role as SQL spells it; None for who reads, which is who migrates.
        grants: what was given on top, sorted.
        revoked: what was taken away of what PostgreSQL gives unasked, sorted: EXECUTE on functions
            from PUBLIC, say.
    """

    owner: str | None = None
    grants: tuple[Grant, ...] = ()
    revoked: tuple[Grant, ...] = ()


UNASKED = Access()
