"""Gives the blocks of a portal page their roles: what the article says, and what the page sets around it."""

from __future__ import annotations

import re
from collections import defaultdict

from nlp.layout.body import body_blocks
from nlp.layout.types import Block, Role
from nlp.lexicon import Phrases, entries, load

_NAME = re.compile(r"(?:[^\W\d_][\w.'’]*)(?:[\s–-]+[^\W\d_][\w.'’]*){0,5}$")
_DATE_LINE = re.compile(
    r"\(?\s*(?:thứ \w+,?|chủ nhật,?)?\s*\d{1,2}[/. -]\d{1,2}[/. -]\d{4}[\s,|)\-\d:()+GMTgiờhAPM]*$", re.IGNORECASE
)
_SENTENCE_END = (".", ";", ":", "…", "!", "?", '."', ".”", "...", ".)")
_PREFIX = 11


def article_blocks(text: str, title: str | None) -> list[Block]:
    """The blocks of a page with their roles; `title` is the headline if it is known."""
    blocks = body_blocks(text, 0, len(text))
    words = [b.text(text) for b in blocks]
    _mark_headline(blocks, words, title)
    _mark_captions(blocks, words)
    _mark_after(blocks, words)
    return blocks


def _mark_headline(blocks: list[Block], words: list[str], title: str | None) -> None:
    """The headline, and what stands above it; each later line that repeats the headline names a page, not an order."""
    wanted = " ".join((title or "").lower().split())
    for index, (block, line) in enumerate(zip(blocks, words, strict=True)):
        if _DATE_LINE.match(line):
            block.role = Role.DATELINE
        elif wanted and line.lower() == wanted:
            block.role = Role.HEADLINE
            for above in blocks[:index]:
                if above.role is not Role.DATELINE and index < 8:
                    above.role = Role.FURNITURE


def _mark_captions(blocks: list[Block], words: list[str]) -> None:
    """Captions: they say so, or they repeat another block's words (portals print a caption or a lead twice)."""
    captions = Phrases(entries(load("article")["captions"]))
    heads = _sentence_heads(words)
    for index, (block, line) in enumerate(zip(blocks, words, strict=True)):
        if block.role not in (Role.PARAGRAPH, Role.ITEM) or len(line) >= 400:
            continue
        lower = line.lower()
        tokens = lower.split()
        says = captions.match(re.findall(r"\w+|[^\w\s]", lower)[:4], 0) and (":" in line[:20] or len(line) < 60)
        credited = re.search(r"(?:- |\()ảnh ?:|ảnh ?: \S+$", lower)
        single = "." not in line[:-1] and len(tokens) >= _PREFIX
        repeated = single and len(heads[tuple(tokens[:_PREFIX])] - {index}) > 0
        if says or credited or repeated:
            block.role = Role.CAPTION


def _sentence_heads(words: list[str]) -> defaultdict[tuple[str, ...], set[int]]:
    """For the first words of every sentence, the blocks that have a sentence with them."""
    heads: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for index, line in enumerate(words):
        for sentence in re.split(r"(?<=[.;:!?])\s+", line.lower()):
            heads[tuple(sentence.split()[:_PREFIX])].add(index)
    return heads


def _mark_after(blocks: list[Block], words: list[str]) -> None:
    """The byline and all behind it, and the titles of other news at the page's end."""
    lists = load("article")
    after, bylines = Phrases(entries(lists["after"])), Phrases(entries(lists["bylines"]))
    last_sentence = max(
        (
            i
            for i, line in enumerate(words)
            if len(line) > 60 and line.endswith(_SENTENCE_END) and blocks[i].role in (Role.PARAGRAPH, Role.ITEM)
        ),
        default=0,
    )
    end = len(blocks)
    for index, line in enumerate(words):
        tokens = re.findall(r"\w+|[^\w\s]", line.lower())[:6]
        if index and after.match(tokens, 0) and len(line) < 60:
            end = index
            break
        if index < 2 or blocks[index].role is not Role.PARAGRAPH or len(line) > 80:
            continue
        says = bylines.match(tokens, 0) and not line.endswith(":") and (len(line) < 45 or ":" in line[:20])
        named = (
            _NAME.match(line)
            and len(line) < 40
            and all(w[0].isupper() or not w[0].isalpha() for w in line.replace("-", " ").replace("–", " ").split())
        )
        if (
            (says or (named and "(" not in line))
            and (index * 2 >= len(words) or words[index - 1].endswith(_SENTENCE_END))
            and not _interview(words, index)
        ):
            blocks[index].role = Role.BYLINE
            end = index + 1
            break
    for block in blocks[max(end, 0) :]:
        if block.role is not Role.CAPTION:
            block.role = Role.RELATED
    for index in range(min(end, len(blocks)) - 1, last_sentence, -1):
        if blocks[index].role is Role.PARAGRAPH and not words[index].endswith(_SENTENCE_END):
            blocks[index].role = Role.RELATED


def _interview(words: list[str], index: int) -> bool:
    """Whether a name line opens an answer or labels a picture in the middle: the same name comes again."""
    return sum(words[index].rstrip(":") in line for line in words[index + 1 :]) > 0
