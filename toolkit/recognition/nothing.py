"""Sentences that say there was none: 未收到政府信息公开申请, 行政复议、行政诉讼均为零."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.recognition.circumstances import Circumstances, Scene
from toolkit.recognition.heads import Claim
from toolkit.vocabulary.mentions import mention_words

#: Which kind a noun is when there is none of it.
_KINDS = {
    "request": "requests_received",
    "own_request": "requests_received",
    "reconsideration": "reconsiderations",
    "litigation": "litigations",
    "complaint": "complaints",
    "normative": "normative_documents",
    "press": "press_conferences",
    "training": "trainings",
    "meeting": "meetings",
    "fee": "fees_charged",
    "message": "messages",
    "order": "hotline_orders",
    "account": "new_media_accounts",
    "interpretation": "interpretations",
}
#: What a heading names, and the kind that there is none of below it; the same for a section without one inside.
_HEADINGS = (
    ("requests", "requests_received"),
    ("of_reconsideration", "reconsiderations"),
    ("of_litigation", "litigations"),
    ("fees_charged_heading", "fees_charged"),
)
_SECTIONS = {"requests": "依申请公开", "reviews": "行政复议、行政诉讼"}
_COUNTED_AMONG_PROBLEMS = frozenset({"requests_received", "reconsiderations", "litigations", "fees_charged"})


def denials(scene: Scene, text: str) -> Iterator[tuple[Claim, int | None]]:
    """Yield a claim of zero for each kind that a sentence says there was none of, with the year it names.

    The year is none where it is the report's own.
    """
    around = Circumstances(scene, text)
    words = around.words
    seen: set[str] = set()
    for start, end, kind in (*_denied(around), *_zeros(around)):
        if kind in seen or (scene.section == "problems" and kind not in _COUNTED_AMONG_PROBLEMS):
            continue  # a lack among the problems is no count
        year, partial = around.year_of(start)
        clause = text[max(text.rfind(mark, 0, start) for mark in "，;。:") + 1 : start]
        part = text[text.rfind(";", 0, start) + 1 : start]
        if year == "last" or partial or around.has("none_plan", text[:start]):
            continue
        if around.is_of_another(part, clause):
            continue
        seen.add(kind)
        named = year if isinstance(year, int) else None
        yield Claim(kind, None, 0.0, words.kinds[kind].unit, False, start, end), named


def nothing_here(scene: Scene, text: str) -> Iterator[Claim]:
    """Yield the zeros of a sentence that only says none, for what the heading above it names: 均为0。"""
    words = mention_words()
    year = Circumstances(scene, text).year_of(len(text))[0] if words.like["bare_none"].match(text) else "last"
    if year == "last" or (isinstance(year, int) and not scene.owner.is_own(year)):
        return
    said = scene.heading or _SECTIONS.get(scene.section, "")
    for subject, kind in _HEADINGS:
        if words.like[subject].search(said):
            yield Claim(kind, None, 0.0, words.kinds[kind].unit, False, 0, len(text))


def _denied(around: Circumstances) -> Iterator[tuple[int, int, str]]:
    like, scene, text = around.like, around.scene, around.text
    for match in around.all("no_one"):
        yield match.start(), match.end(), "requests_received"
    for match in around.all("said"):
        object_ = _object(around, match.end())
        end = match.end() + len(object_)
        denied = like["reason"].sub("", object_) if around.can("reason") else object_
        denied = like["tails"].sub("", denied)
        denied = like["other_noun"].sub("", denied) if around.can("other_noun") else denied
        done = match["done"] or ""
        if like["carried_zero"].match(done + object_) and (
            scene.section == "requests" or "申请" in object_ or around.is_about("requests", text)
        ):
            yield match.start(), end, "requests_carried_out"
            continue
        if not done and not like["bare_object"].match(denied):
            continue
        for kind in _nouns(around, text[: match.end()], denied):
            if kind == "requests_received" and done in {"结转", "遗留"}:
                kind = "requests_carried_out"
            if _goes(done, kind) and not around.has("veto", object_):
                yield match.start(), end, kind


def _object(around: Circumstances, at: int) -> str:
    found = around.at("object", at)
    return found.group() if found else ""


def _goes(done: str, kind: str) -> bool:
    """Decide whether a verb goes with a noun: 未召开发布会, but not 未组织复议."""
    like = mention_words().like.get(f"done_{kind}")
    return like is None or like.fullmatch(done) is not None


def _nouns(around: Circumstances, before: str, denied: str) -> Iterator[str]:
    """Yield the kinds of the nouns at the end of what is denied, joined by 、 or 和."""
    scene, words = around.scene, around.words
    rest = denied
    found: list[str] = []
    while rest:
        match = words.before.match(rest[::-1])
        if not match or (len(match["fillers"]) > 2 and found):
            break
        word = match["head"][::-1]
        kind = next((_KINDS[name] for name in sorted(words.classes[word]) if name in _KINDS), None)
        if kind is None:
            break
        rest = rest[: len(rest) - match.end()]
        bare = denied == word and not scene.owner.deals_with_applications()
        if kind == "requests_received" and not (
            bare or _is_request(around, words.classes[word], before + denied)
        ):
            break
        if kind == "fees_charged" and not (
            around.is_about("fees", before + denied) or around.has("reviews", before)
        ):
            break
        if kind == "complaints" and around.has("hotline", before + denied):
            kind = ""
        if kind == "hotline_orders" and not around.has("hotline", before + denied):
            kind = ""
        found.append(kind)
        joined = words.like["joined_end"].search(rest)
        if not joined:
            break
        rest = rest[: joined.start()]
    if "fees_charged" not in found and around.has("denied_part", rest):
        return
    yield from (kind for kind in reversed(found) if kind)


def _is_request(around: Circumstances, names: frozenset[str], said: str) -> bool:
    return "own_request" in names or around.scene.section == "requests" or around.is_about("requests", said)


def _zeros(around: Circumstances) -> Iterator[tuple[int, int, str]]:
    """Yield what stands before a written zero: 申请数为0, 行政复议、行政诉讼均无."""
    text = around.text
    for match in around.all("zero"):
        before = text[max(text.rfind(mark, 0, match.start()) for mark in ";。") + 1 : match.start()]
        clause = before[max(before.rfind(mark) for mark in "，(") + 1 :]
        clause = around.like["tails"].sub("", clause)
        if around.has("carried", clause):
            yield match.start(), match.end(), "requests_carried_out"
            continue
        for kind in _nouns(around, before, clause):
            yield match.start(), match.end(), kind
    for match in around.all("bare_zero"):
        for kind in _nouns(around, text[: match.start()], match.group()[1:]):
            yield match.start(), match.end(), kind
