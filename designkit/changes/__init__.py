"""The one vocabulary of change: reversible operations, and what leads from a schema to another."""

from __future__ import annotations

from designkit.changes.access import SetAccess, accesses_of
from designkit.changes.administered import comparable
from designkit.changes.comments import SetComment, comments_of
from designkit.changes.compare import diff
from designkit.changes.concerned import concerned, differing
from designkit.changes.constraints import (
    AdoptIndex,
    AlterForeignKey,
    ValidateConstraint,
    index_of,
)
from designkit.changes.counters import MoveCounter
from designkit.changes.enum_values import RenameValue
from designkit.changes.following import with_followers
from designkit.changes.likeness import LookAlike, look_alikes
from designkit.changes.objects import (
    AlterEnum,
    AlterSequence,
    Create,
    CreateNamespace,
    Drop,
    DropNamespace,
    ReplaceCarried,
    ReplaceView,
    kind_of,
    name_of,
)
from designkit.changes.operation import Operation, Reversibility
from designkit.changes.renames import (
    Rename,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameSequence,
    RenameTable,
    Told,
)
from designkit.changes.standing import taken_away
from designkit.changes.tables import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    constraint_kind,
)
from designkit.changes.targets import Target, target_of
from designkit.changes.telling import arrives, groundless

__all__ = [
    "AddColumn",
    "AddConstraint",
    "AddIndex",
    "AdoptIndex",
    "AlterColumn",
    "AlterEnum",
    "AlterForeignKey",
    "AlterSequence",
    "AlterTable",
    "Create",
    "CreateNamespace",
    "Drop",
    "DropColumn",
    "DropConstraint",
    "DropIndex",
    "DropNamespace",
    "LookAlike",
    "MoveCounter",
    "Operation",
    "Rename",
    "RenameColumn",
    "RenameConstraint",
    "RenameIndex",
    "RenameSequence",
    "RenameTable",
    "RenameValue",
    "ReplaceCarried",
    "ReplaceView",
    "Reversibility",
    "SetAccess",
    "SetComment",
    "Target",
    "Told",
    "ValidateConstraint",
    "accesses_of",
    "arrives",
    "comments_of",
    "comparable",
    "concerned",
    "constraint_kind",
    "diff",
    "differing",
    "groundless",
    "index_of",
    "kind_of",
    "look_alikes",
    "name_of",
    "taken_away",
    "target_of",
    "with_followers",
]
