"""Ideas that repeat each other: which stands for which, and what that makes of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ideabox.domain.idea import Idea, Status


class Place(msgspec.Struct, frozen=True):
    """An idea's place among the ideas. Supporters are counted once each over its whole group, authors included."""

    root: str
    status: Status
    supporters: int


def resolve(joined_into: Mapping[str, str]) -> dict[str, str]:
    """For each idea that was joined, and each it was joined into, the root of its group.

    In a cycle the smallest id is the root. Takes time in proportion to the joins, however long their chains.
    """
    roots: dict[str, str] = {}
    for start in joined_into:
        path: list[str] = []
        seen: dict[str, int] = {}
        here = start
        while here not in roots and here not in seen and here in joined_into:
            seen[here] = len(path)
            path.append(here)
            here = joined_into[here]
        if here in seen:
            roots[here] = min(path[seen[here] :])
        root = roots.setdefault(here, here)
        roots.update(dict.fromkeys(path, root))
    return roots


def places(ideas: Iterable[Idea]) -> dict[str, Place]:
    """The place of each of these ideas, which must hold every group whole.

    A join holds between two ideas that are both shown and neither erased nor withdrawn; otherwise it waits, so that
    nothing is ever hidden behind an idea that is not there.
    """
    living = {it.id: it for it in ideas if it.status is not None}
    statuses = {it.id: it.status for it in living.values() if it.status is not None}
    open_to_joins = {it.id for it in living.values() if it.status not in ("erased", "withdrawn")}
    roots = resolve(
        {
            it.id: it.joined_into
            for it in living.values()
            if it.joined_into is not None and it.id in open_to_joins and it.joined_into in open_to_joins
        }
    )
    supporters: dict[str, set[str]] = {}
    for it in living.values():
        supporters.setdefault(roots.get(it.id, it.id), set()).update(it.supporters)
    found: dict[str, Place] = {}
    for of, status in statuses.items():
        root = roots.get(of, of)
        found[of] = Place(root, status if root == of else "joined", len(supporters[root]))
    return found
