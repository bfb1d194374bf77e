"""What was shown before, kept by someone who sets all editions side by side while what is counted is recut."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.released_counts import CountedAs, ReleasedCounts
from bsafe_analysis.preparation.editions import release
from bsafe_analysis.preparation.store import LEDGER, read_ledger, write_ledger
from bsafe_analysis.preparation.stored_releases import from_text, to_text
from tests.preparation.recut import PLANS, YEAR, atoms, edition, learnt

STATE = {"meant": "first", "drawn": "first", "known": 0, "smallest": 5}
FOUND = atoms()


def released(month, ledger=None, change=lambda prepared: prepared, **state):
    """(what the partners' edition shows, the memory after it, what is said to have changed)."""
    return release(change(edition(month, FOUND, **STATE | state)), "partner", ledger or {})


def shown_of(shown, category, month, place=""):
    counts = shown["counts"].query("category == @category and month == @month and area != 'not-placed'")
    return (counts if not place else counts[counts["area"] == place])["count"].dropna().tolist()


@pytest.mark.parametrize("plan", [*PLANS])
@pytest.mark.parametrize("months", [YEAR[2:5], pytest.param(YEAR, marks=pytest.mark.proof)], ids=len)
def test_a_year_of_recut_editions_gives_no_small_count_away(plan, months):
    small, exact, narrowed = learnt(plan, months)
    assert small >= 3 * len(months)
    assert (exact, narrowed) == (0, 0)


def test_without_a_memory_the_same_reader_recovers_counts(monkeypatch):
    monkeypatch.setattr(
        "tests.preparation.recut.release", lambda prepared, audience, _: release(prepared, audience, {})
    )
    _, exact, narrowed = learnt("mapping", YEAR[2:5])
    assert exact > 0
    assert narrowed > exact


def test_months_of_a_category_that_means_something_else_now_are_hidden_and_it_is_said():
    _, ledger, _ = released(YEAR[3])
    shown, _, changed = released(YEAR[4], ledger, meant="split")
    assert shown_of(shown, "fires", YEAR[3]) == [] == shown_of(shown, "rubbish", YEAR[3])
    assert shown_of(shown, "fires", YEAR[4]) and shown_of(shown, "cars", YEAR[3])
    span, why = "4 months from October 2025 to January 2026", "what is counted as such has changed"
    assert [notice.text for notice in changed] == [
        f"{name}: {span} are not shown in this edition, for {why} since they were first shown."
        for name in ("Fires", "Rubbish")
    ]


def test_a_new_key_for_the_same_words_is_the_same_category():
    _, ledger, _ = released(YEAR[3], meant="split")
    shown, _, changed = released(YEAR[4], ledger, meant="renamed")
    assert shown_of(shown, "arson", YEAR[3])
    assert changed == ()


def test_a_word_that_is_new_and_had_no_row_changes_nothing():
    _, ledger, _ = released(YEAR[3])
    more = edition(YEAR[4], FOUND, **STATE).counted
    more = replace(more, mean=more.mean | {"fires": (*more.mean["fires"], "fire|bonfire")})
    shown, _, changed = released(YEAR[4], ledger, lambda prepared: replace(prepared, counted=more))
    assert shown_of(shown, "fires", YEAR[3])
    assert changed == ()


def test_words_and_a_source_under_other_names_are_not_taken_for_new_ones():
    _, ledger, _ = released(YEAR[3])

    def renamed(prepared):
        names = {"fires": "heat", "cars": "autos"}
        mean = {names[c]: tuple(w.replace("fire|", "brigade|x") for w in of) for c, of in prepared.counted.mean.items()}
        counted = replace(prepared.counted, mean=mean, found={c: dict.fromkeys(YEAR[:5], of) for c, of in mean.items()})
        tables = {name: getattr(prepared, name).replace({"category": names}) for name in ("counts", "guarded")}
        categories = tuple(replace(c, key=names[c.key]) for c in prepared.cycle.categories)
        cycle = replace(prepared.cycle, categories=categories)
        return replace(
            prepared, counted=counted, cycle=cycle, classes=dict.fromkeys(names.values(), "PARTNER"), **tables
        )

    shown, _, _ = released(YEAR[4], ledger, renamed)
    assert shown_of(shown, "heat", YEAR[3]) == []
    assert shown_of(shown, "heat", YEAR[4])


def test_places_that_are_drawn_otherwise_are_hidden_in_months_that_were_shown_and_it_is_said():
    _, ledger, _ = released(YEAR[3])
    shown, _, changed = released(YEAR[4], ledger, drawn="within")
    assert shown_of(shown, "fires", YEAR[3], "N0") == [] == shown_of(shown, "fires", YEAR[3], "N1")
    assert shown_of(shown, "fires", YEAR[3], "A0")
    assert shown_of(shown, "fires", YEAR[4], "N0")
    assert [notice.subject for notice in changed] == ["Place 0", "Place 1"]
    assert "it is drawn otherwise" in changed[0].text


def test_a_source_that_is_declared_open_after_its_counts_were_hidden_stops_editions_for_others():
    _, ledger, _ = released(YEAR[3])

    def opened(prepared):
        counted = CountedAs(opened=prepared.counted.mean)
        return replace(prepared, counted=counted, guarded=prepared.guarded.iloc[:0], classes={})

    with pytest.raises(InputError, match=r"sources\.yml, fire: it is OPEN now.*Give it its class back"):
        released(YEAR[4], ledger, opened)


def test_a_raised_threshold_hides_what_is_too_small_now_and_is_said():
    before, ledger, _ = released(YEAR[3])
    shown, _, changed = released(YEAR[4], ledger, smallest=10)
    assert min(shown_of(before, "cars", YEAR[3])) < 10 <= min(shown_of(shown, "cars", YEAR[3]), default=10)
    assert "The smallest count shown was 5 and is 10 now (PARTNER)" in changed[0].text


def test_a_month_that_is_not_received_for_a_while_is_shown_again_as_before():
    def gone(month):
        held = month.guarded
        return replace(month, guarded=held.assign(count=held["count"].mask(held["month"] == YEAR[2])))

    before, ledger, _ = released(YEAR[3])
    _, ledger, _ = released(YEAR[3], ledger, gone)
    after, _, _ = released(YEAR[3], ledger)
    assert shown_of(after, "fires", YEAR[2]) == shown_of(before, "fires", YEAR[2]) != []


def test_the_memory_comes_back_as_it_was_and_a_byte_that_is_cut_or_changed_is_found():
    memory = released(YEAR[3])[1]["partner"]
    text = to_text(memory)
    assert to_text(from_text(text)) == text
    random = np.random.Generator(np.random.PCG64(1))
    for at in random.integers(0, len(text), 200):
        for spoilt in (text[:at], text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]):
            with pytest.raises(ValueError):
                from_text(spoilt)
    lines = text.splitlines(keepends=True)
    with pytest.raises(ValueError, match="seal"):
        from_text("".join(lines[:-3]))


@pytest.mark.parametrize("made", ["outputs/{}/partner/v1/index.html", "data/prepared/partner/{}/facts.json"])
def test_where_editions_are_and_their_memory_is_not_no_other_is_made(tmp_path, made):
    edition_of = tmp_path / made.format(YEAR[3])
    edition_of.parent.mkdir(parents=True)
    edition_of.write_text("")
    with pytest.raises(
        InputError, match=r"it does not know of the edition of 2026-01.*Put it back from a backup"
    ) as lost:
        read_ledger(tmp_path)
    assert "not_shown_before: {partner: 2026-02}" in str(lost.value)
    assert read_ledger(tmp_path, {"partner": "2026-02"})["partner"].editions == ()
    write_ledger(tmp_path, released(YEAR[2])[1])  # one put back that is older than the edition
    with pytest.raises(InputError, match="it does not know of the edition of 2026-01"):
        read_ledger(tmp_path)
    write_ledger(tmp_path, released(YEAR[3])[1])
    assert read_ledger(tmp_path)["partner"].editions == (YEAR[3],)


def test_where_the_memory_is_lost_for_good_months_before_are_shown_no_more():
    def begun(prepared):
        return replace(
            prepared, cycle=replace(prepared.cycle, policy=replace(prepared.cycle.policy, begins={"partner": YEAR[4]}))
        )

    shown, _, _ = released(YEAR[4], {}, begun)
    assert shown_of(shown, "fires", YEAR[3]) == []
    assert shown_of(shown, "fires", YEAR[4])


def test_the_memory_of_before_is_taken_over_by_its_keys_and_told_apart_from_then_on(tmp_path):
    first, ledger, _ = released(YEAR[3])
    old = first["counts"].query("area != 'not-placed'").rename(columns={"count": "shown"})
    folder = tmp_path / LEDGER
    folder.mkdir(parents=True)
    columns = ["category", "month", "area", "shown"]
    old[columns].to_csv(folder / "partner.csv", index=False)
    pd.DataFrame(columns=columns).to_csv(folder / "public.csv", index=False)
    (tmp_path / "data/prepared/partner" / YEAR[3]).mkdir(parents=True)
    (tmp_path / "data/prepared/partner" / YEAR[3] / "facts.json").write_text("{}")
    taken = read_ledger(tmp_path)
    assert taken["partner"].editions == (YEAR[3],)
    assert len(taken["public"].counts) == 0
    again, taken, changed = released(YEAR[3], taken, known=1)
    by_memory, _, _ = released(YEAR[3], ledger, known=1)
    pd.testing.assert_frame_equal(again["counts"], by_memory["counts"])
    assert changed == ()
    write_ledger(tmp_path, taken)
    split, _, _ = released(YEAR[4], read_ledger(tmp_path), meant="split", drawn="within")
    assert shown_of(split, "fires", YEAR[3]) == []
    assert shown_of(split, "cars", YEAR[3], "N0") == []


def test_what_is_shown_again_as_it_was_takes_no_room():
    _, ledger, _ = released(YEAR[3])
    _, again, _ = released(YEAR[3], ledger)
    assert to_text(again["partner"]) == to_text(ledger["partner"])
    assert ledger["partner"].editions == (YEAR[3],)
    assert isinstance(again["partner"], ReleasedCounts)
