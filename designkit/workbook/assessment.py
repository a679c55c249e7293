"""What can be said of a draft: by the rules, by the comparison with its base, by a rehearsal."""

from __future__ import annotations

from collections.abc import Mapping

from designkit.config import Config, Service, Waiver
from designkit.migrate.staging import Form, Stage, stages
from designkit.model import QualifiedName, Schema, replace
from designkit.progress import Progress, unheard
from designkit.review import Proposal, Review
from designkit.rules import Findings, Kept, SchemaContext, check
from designkit.rules.waiving import accepts
from designkit.sql.script import Changes
from designkit.workbook.draft import State
from designkit.workbook.saved_draft import SavedDraft
from designkit.workbook.workbook_queries import WorkbookQueries


class Assessment:
    """The judges of one draft; they remember what they said of tables that did not change."""

    def __init__(
        self,
        service: Service,
        config: Config,
        owners: Mapping[QualifiedName, str],
        draft: SavedDraft,
        queries: WorkbookQueries,
    ) -> None:
        self._service = service
        self._config = config
        self._owners = owners
        self._draft = draft
        self._queries = queries
        self._kept = Kept()
        # An editor asks at each key; both are values, and the same ones as long as nobody edits.
        self._compared: tuple[Schema, State, Changes] | None = None

    def check(self) -> Findings:
        """What the rules say of the draft and of the queries on it, without planning them."""
        return check(
            (self._context(self._draft.schema), *self._queries.contexts()),
            self._config,
            waivers=(*self.waivers, *self._queries.waivers),
            kept=self._kept,
        )

    def check_preview(self, schema: Schema) -> Findings:
        """What the rules would say of a schema that the draft may become."""
        return check((self._context(schema),), self._config, waivers=self.waivers, kept=self._kept)

    def _context(self, schema: Schema) -> SchemaContext:
        return SchemaContext(schema=schema, service=self._service.name, owners=self._owners)

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers of the design file; those of pyproject.toml come on top."""
        place = self._service.design.name
        return tuple(
            replace(waiver, service=self._service.name, place=waiver.place or place)
            for waiver in self._draft.state.waivers
        )

    def changes(self) -> Changes:
        """The operations from what the migrations build to the draft."""
        state, base = self._draft.state, self._draft.base.schema
        if (
            self._compared is None
            or self._compared[0] is not base
            or self._compared[1] is not state
        ):
            changes = Changes.between(base, state.schema, state.renames, apart=state.apart)
            self._compared = (base, state, changes)
        return self._compared[2]

    def stages(self) -> tuple[Stage, ...]:
        """The files that the change becomes, in the order in which they run."""
        return stages(self.changes(), self._form(None))

    def reviewed(self, safe: bool | None, progress: Progress = unheard) -> Review:  # noqa: FBT001
        """What an approval rests on."""
        proposal = self.proposal(safe)
        rehearsals = proposal.rehearse(progress) if proposal.changes else None
        return Review(proposal=proposal, rehearsals=rehearsals)

    def _form(self, safe: bool | None) -> Form:  # noqa: FBT001
        history = self._draft.base.history
        return Form.of(
            self._config.targets,
            safe=self._config.safe if safe is None else safe,
            file_format=self._service.format if history is None else history.format,
        )

    def proposal(self, safe: bool | None = None) -> Proposal:  # noqa: FBT001
        """The change under review, with what the rules say of the draft."""
        findings = self.check()
        every = (*self._config.waivers, *self.waivers)
        return Proposal(
            service=self._service.name,
            base=self._draft.base,
            draft=self._draft.schema,
            waivers=tuple(
                waiver
                for waiver in every
                if any(accepts(waiver, finding) for finding in findings.waived)
            ),
            changes=self.changes(),
            findings=findings,
            directory=self._service.migrations,
            design=self._service.design,
            format=self._service.format,
            form=self._form(safe),
            targets=self._config.targets,
            why=self._draft.state.why,
            decided=self._draft.state.decided,
            approvers=self._service.approvers,
        )
