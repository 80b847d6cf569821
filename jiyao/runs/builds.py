"""Generations of the index in Elasticsearch: built from the archive, caught up, switched to, left again, thrown away.

    build ──► check ──► switch ──► (rollback)      the old one is searched, and written, until the switch

What is published while one is built goes to the old one, and the ledger says so.
A build catches up with the ledger before it ends, and a switch once more, at last
while nobody may publish (:mod:`pipelines.turns`): so a generation that is switched
to has all that the one before it had.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from jiyao.errors import AskedWrongly, IndexMismatch, NotFound, NotSound
from jiyao.progress import Progress, Watch, nobody
from jiyao.runs.catching_up import catch_up
from jiyao.runs.gates import Gate, counting_gates, searching_gates
from jiyao.runs.index_work import Work, at_work
from jiyao.runs.rebuilds import Rebuilt, fill, pages_of
from jiyao.runs.spool import Spool, fingerprint
from jiyao.search.elastic_generations import Generation, GenerationWriter, State
from jiyao.settings import Settings
from pipelines.journal import Journal, Verdict, journal_file
from pipelines.publish import queued, settled
from pipelines.replay import DAMAGED, Outcome
from pipelines.turns import Turns

KEPT = 1
#: How long a switch waits for those who publish: a batch of a harvest.
_SWITCH_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Checked:
    """A generation and what its gates said."""

    generation: str
    gates: tuple[Gate, ...]

    @property
    def ok(self) -> bool:
        """Whether all were passed."""
        return all(gate.ok for gate in self.gates)


@dataclass(frozen=True, slots=True)
class Switched:
    """Which generation serves now, which one did before, how many pages were caught up, and which were deleted."""

    generation: str
    before: str | None
    caught_up: int
    deleted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pruned:
    """Which generations were deleted, and which would have been, but somebody walks through them."""

    deleted: tuple[str, ...]
    read: tuple[str, ...]


def build(settings: Settings, watch: Watch = nobody, *, leave_out: bool = False) -> Rebuilt:
    """Build a generation beside the one that serves. One that fails, or was killed before, is deleted."""
    with at_work(settings) as work:
        return _build(work, watch, leave_out=leave_out)


def check(settings: Settings, name: str | None = None, watch: Watch = nobody) -> Checked:
    """Hold a generation, the latest that does not serve without a name, against its gates."""
    with at_work(settings) as work:
        return _check(work, _chosen(work, name), watch)


def switch(settings: Settings, name: str | None = None, *, anyway: bool = False, keep: int = KEPT) -> Switched:
    """Let searches and writes go to a generation that passed its gates, or to any ``anyway``."""
    with at_work(settings) as work:
        generation = _chosen(work, name)
        if generation.state is not State.CHECKED and not anyway:
            raise NotSound(
                f"generation {generation.name} is {generation.state}, not checked",
                "`jiyao index check` says which gates it passes; --anyway switches all the same.",
            )
        return _switch(work, generation, keep)


def rollback(settings: Settings) -> Switched:
    """Go back to the generation that served before, with all that was published since."""
    with at_work(settings) as work:
        left = [one for one in work.generations.all() if one.former is not None]
        if not left:
            raise NotFound("no former generation is kept", "`jiyao rebuild` builds one from the archive.")
        return _switch(work, max(left, key=lambda one: one.former or 0), keep=len(left) + 1)


def prune(settings: Settings, keep: int = KEPT) -> Pruned:
    """Delete what does not serve and will not, but for the latest ``keep`` former generations."""
    with at_work(settings) as work:
        return _prune(work, keep)


def build_and_switch(settings: Settings, watch: Watch = nobody, *, leave_out: bool = False) -> Rebuilt:
    """Build, check and switch; :class:`NotSound` where a gate is not passed: the old generation serves on."""
    with at_work(settings) as work:
        result = _build(work, watch, leave_out=leave_out)
        checked = _check(work, _chosen(work, result.generation), watch)
        if not checked.ok:
            failed = "; ".join(f"{gate.name}: {gate.figure}" for gate in checked.gates if not gate.ok)
            raise NotSound(
                f"the new generation {checked.generation} does not pass, and the old one serves on: {failed}",
                "Look at it with `jiyao index check`, switch with `jiyao index switch --anyway`, or "
                "`jiyao index prune` deletes it.",
            )
        _switch(work, _chosen(work, result.generation), KEPT)
        return result


def _build(work: Work, watch: Watch, *, leave_out: bool) -> Rebuilt:
    for dead in work.generations.all():
        if dead.state in (State.BUILDING, State.FAILED) and not dead.current and dead.former is None:
            _delete(work, dead)
    pages = pages_of(work.settings, work.sources, leave_out=leave_out)
    left_out = sorted(pages.keys() - work.sources.keys())
    meta = {"state": State.BUILDING, "by": work.holder, "left_out": left_out, "leave_out": leave_out}
    generation = work.generations.create(sum(pages.values()), meta)
    try:
        mapping = work.generations.mapping_digest(generation)
        writer = work.generations.writer(generation)
        result = fill(
            work.settings, work.sources, writer, _watched(work, watch), _noting(work, generation, writer), pages
        )  # fmt: skip
        caught_up = catch_up(work, generation, writer)
        writer.finish()
        work.must_be_ours()
        work.generations.note(
            generation, state=State.BUILT, pages=result.pages, seconds=result.seconds, refused=len(writer.failed),
            damaged=result.issues.get(DAMAGED, 0), caught_up=caught_up, mapping=mapping,
        )  # fmt: skip
    except BaseException:
        with suppress(Exception):  # where the server is away too, the next build clears up
            _delete(work, generation)
        raise
    Spool(work.settings.spool_folder / fingerprint(work.sources)).clear()
    return replace(result, generation=generation.name)


def _watched(work: Work, watch: Watch) -> Watch:
    def look(progress: Progress) -> None:
        if work.lost.is_set():
            work.must_be_ours()
        watch(progress)

    return look


def _noting(work: Work, generation: Generation, writer: GenerationWriter) -> Callable[[Sequence[Outcome]], None]:
    def note(some: Sequence[Outcome]) -> None:
        refused = [one for one in some if one.report and one.report.id in writer.failed]
        work.built.add(generation.name, [(settled(one), one.report is not None) for one in some if one not in refused])
        work.built.queue(
            queued(settled(one), None, datetime.now(UTC), writer.failed[one.report.id]) for one in refused if one.report
        )

    return note


def _check(work: Work, generation: Generation, watch: Watch) -> Checked:
    writer = work.generations.writer(generation, fresh=False)
    catch_up(work, generation, writer)
    writer.finish()
    with _nobody_publishes(work):
        if catch_up(work, generation, writer):
            writer.refresh()
        counted = tuple(counting_gates(work, generation))
    said = (*counted, *searching_gates(work, generation, watch))
    state = State.CHECKED if all(gate.ok for gate in said) else State.FAILED
    work.must_be_ours()
    work.generations.note(generation, state=state, gates={gate.name: gate.ok for gate in said})
    return Checked(generation.name, said)


def _switch(work: Work, generation: Generation, keep: int) -> Switched:
    started = time.monotonic()
    if not generation.is_ours:
        raise IndexMismatch(
            f"generation {generation.name} was built for another mapping, or is not whole",
            "Run the version of jiyao that built it, or `jiyao rebuild`.",
        )
    writer = work.generations.writer(generation, fresh=False)
    caught_up = catch_up(work, generation, writer)
    writer.finish()
    left_out = set(generation.meta.get("left_out", ()))
    everything = work.generations.all()
    before = next((one for one in everything if one.current), None)
    if before:
        # Noted before: a write that comes right after the switch does not delete what is noted so.
        work.generations.note(before, left=1 + max((one.meta.get("left", 0) for one in everything), default=0))
    with _nobody_publishes(work):
        if late := catch_up(work, generation, writer):
            caught_up += late
            writer.refresh()
        work.must_be_ours()
        work.generations.point_to(generation)
        work.built.switch(before.name if before else None, generation.name, work.sources.keys() - left_out)
    _journal(work, "switch", started, {"generation": generation.name, "before": before.name if before else None})
    deleted = _prune(work, keep).deleted
    return Switched(generation.name, before.name if before else None, caught_up, deleted)


def _nobody_publishes(work: Work) -> AbstractContextManager[None]:
    return Turns(work.built.path.parent, _SWITCH_PATIENCE).switching()


def _prune(work: Work, keep: int) -> Pruned:
    everything = work.generations.all()
    current = next((one for one in everything if one.current), None)
    formers = sorted((one for one in everything if one.former is not None), key=lambda one: one.former or 0)
    kept = {one.name for one in formers[len(formers) - keep :]} if keep else set()
    gone, read = list[str](), list[str]()
    for one in everything:
        ready = one.state in (State.BUILT, State.CHECKED) and one.former is None
        waits = ready and (current is None or one.name > current.name)
        if one.current or one.name in kept or waits:
            continue
        if work.generations.is_read(one):
            read.append(one.name)
        else:
            _delete(work, one)
            gone.append(one.name)
    left = {one.name for one in everything} - set(gone)
    work.built.forget(left)
    return Pruned(tuple(gone), tuple(read))


def _delete(work: Work, generation: Generation) -> None:
    work.generations.delete(generation)
    work.built.forget({one.name for one in work.generations.all()} - {generation.name})


def _chosen(work: Work, name: str | None) -> Generation:
    """Return the generation of that name, or the latest that was built and does not serve."""
    others = [one for one in work.generations.all() if not one.current and one.state is not State.BUILDING]
    if name is not None:
        found = [one for one in others if one.name == name]
    else:
        found = [one for one in others if one.former is None and one.state is not State.UNKNOWN]
    if found:
        return found[0]
    if name is not None and any(one.name == name for one in work.generations.all()):
        raise AskedWrongly(f"generation {name} serves already, or is not whole", "`jiyao index status` lists them.")
    raise NotFound(
        f"there is no generation {name}" if name else "no generation waits to be checked or switched to",
        "`jiyao index build` builds one, `jiyao index status` lists them.",
    )


def _journal(work: Work, kind: str, started: float, record: Mapping[str, Any]) -> None:
    seconds = round(time.monotonic() - started, 3)
    with closing(Journal(journal_file(work.settings))) as journal:
        journal.end(
            journal.begin(kind, None, datetime.now(UTC)), "finished", Verdict.NONE, {"seconds": seconds, **record}
        )
