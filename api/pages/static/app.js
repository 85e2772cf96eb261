// Betters pages that already work: marks follow the task that is looked at, lists are picked with the keyboard,
// the search box completes. Nothing here is needed to read or to change anything.
"use strict";

const pane = document.querySelector(".text-pane");
const cards = [...document.querySelectorAll(".task-card[data-anchor]")];

function bring(mark) {
  const box = pane && getComputedStyle(pane).position === "sticky" ? pane : null;
  if (box) box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  else mark.scrollIntoView({ block: "center" });
}

function show(anchor, { scroll = true } = {}) {
  for (const mark of document.querySelectorAll(".text mark.on")) mark.classList.remove("on");
  const marks = [...document.querySelectorAll(".text mark[data-owner]")].filter((m) => m.dataset.owner.split(" ").includes(anchor));
  for (const mark of marks) mark.classList.add("on");
  document.querySelector(".text").classList.toggle("focused", marks.length > 0);
  for (const card of cards) card.classList.toggle("on", card.dataset.anchor === anchor);
  const task = marks.find((mark) => mark.classList.contains("task")) ?? marks[0];
  if (scroll && task) bring(task);
}

for (const card of cards) {
  const jump = card.querySelector("a.evidence");
  jump?.addEventListener("click", (event) => {
    event.preventDefault();
    history.replaceState(null, "", jump.hash);
    show(card.dataset.anchor);
  });
}
document.querySelector(".text")?.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-owner]");
  if (!mark || getSelection().toString()) return;
  const owner = mark.dataset.owner.split(" ").find((name) => cards.some((card) => card.dataset.anchor === name));
  if (!owner) return;
  show(owner, { scroll: false });
  cards.find((card) => card.dataset.anchor === owner)?.scrollIntoView({ block: "nearest" });
});
if (location.hash && cards.some((card) => "#" + card.dataset.anchor === location.hash)) show(location.hash.slice(1));

const first = document.querySelector(".text[data-scroll] mark.on");
if (first && pane && getComputedStyle(pane).position === "sticky") bring(first);

// Words picked in the text fill the correction form's span.
const span = document.querySelector("form[data-span]");
if (span) {
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const text = document.querySelector(".text");
    if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const length = (string) => [...string].length;
    const start = length(before.toString());
    span.elements.start.value = start;
    span.elements.end.value = start + length(range.toString());
    span.elements.picked.value = range.toString();
    span.querySelector("[data-picked]").textContent = range.toString();
  });
}

// j and k walk through tasks or results, Enter opens, / searches.
let at = -1;
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("q")?.focus();
    return;
  }
  if (event.key !== "j" && event.key !== "k") return;
  const stops = cards.length ? cards : [...document.querySelectorAll(".hit, table.list tbody tr")];
  if (!stops.length) return;
  at = Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), stops.length - 1);
  const stop = stops[at];
  if (cards.length) show(stop.dataset.anchor);
  stop.querySelector("a")?.focus({ preventScroll: true });
  stop.scrollIntoView({ block: "nearest" });
});

// One box picks all.
for (const all of document.querySelectorAll("input[data-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
  });
}

// Filters take effect as they are set.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

// Completions while somebody types.
const box = document.getElementById("q");
const offers = document.getElementById("suggestions");
let waiting;
box?.addEventListener("input", () => {
  clearTimeout(waiting);
  if (box.value.trim().length < 2) return;
  waiting = setTimeout(async () => {
    const answer = await fetch("/api/v1/suggest?q=" + encodeURIComponent(box.value));
    if (!answer.ok) return;
    const { items } = await answer.json();
    offers.replaceChildren(...items.map((item) => Object.assign(document.createElement("option"), { value: item.text })));
  }, 150);
});
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
