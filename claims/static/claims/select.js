// Words selected in a text, by mouse or keyboard, become places in it: counted in code points, whatever is marked there.
import { Words } from "./words.js";
import { Notes } from "./notes.js";

const text = document.getElementById("text");
const bar = document.getElementById("bar");
const keys = document.getElementById("keys");

const points = (said) => {
    let count = 0;
    for (const _ of said) count += 1;
    return count;
};

/** The selected part of the text as a range, or null; what lies outside of it is left out. */
function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0).cloneRange();
    if (!range.intersectsNode(text)) return null;
    if (!text.contains(range.startContainer)) range.setStart(text, 0);
    if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
    return range.toString().trim() ? range : null;
}

/** From which character of the whole text to which. */
function placeOf(range) {
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = Number(text.dataset.start) + points(before.toString());
    return { start, end: start + points(range.toString()) };
}

function show() {
    const range = selected();
    bar.hidden = !range;
    if (!range) return;
    const { start, end } = placeOf(range);
    bar.dataset.start = start;
    bar.dataset.end = end;
    bar.querySelector(".said").textContent = range.toString().trim().slice(0, 200);
    for (const link of bar.querySelectorAll("[data-adds]")) {
        link.href = `${text.dataset[link.dataset.adds]}?start=${start}&end=${end}`;
    }
}

/** Writes the selected place into the form; `more` adds it to what stands there. */
function fill(button) {
    const field = document.getElementById(`id_${button.dataset.fills}`);
    const place = `${bar.dataset.start}-${bar.dataset.end}`;
    field.value = "more" in button.dataset && field.value ? `${field.value}, ${place}` : place;
    if (button.dataset.fills === "name") document.getElementById("id_who").value = "selected";
    getSelection().removeAllRanges();
    field.focus();
}

function onKey(event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?" && keys) keys.showModal();
    else if (event.key === "s" && event.target !== text) text.focus();
    else if (event.key === "Escape" && !bar.hidden) getSelection().removeAllRanges();
    else if (!bar.hidden && (event.key === "c" || event.key === "q")) {
        const adds = event.key === "c" ? "claim" : "quote";
        bar.querySelector(`[data-adds="${adds}"]`)?.click();
        return;
    } else return;
    event.preventDefault();
}

if (text && bar) {
    text.tabIndex = 0;
    const words = new Words(text);
    text.addEventListener("keydown", (event) => {
        if (event.target !== text) return;
        if (event.key === "Enter" && !bar.hidden) bar.querySelector("a, button").focus();
        else if (!words.move(event)) return;
        event.preventDefault();
    });
    document.addEventListener("selectionchange", show);
    document.addEventListener("keydown", onKey);
    for (const button of bar.querySelectorAll("[data-fills]")) button.addEventListener("click", () => fill(button));
    const how = document.getElementById("how");
    if (how) {
        how.hidden = false;
        text.setAttribute("aria-describedby", "how");
    }
    const open = document.querySelector(".keys-open");
    if (open) {
        open.hidden = false;
        open.addEventListener("click", () => keys.showModal());
    }
}
const note = document.getElementById("note");
if (text && note) new Notes(text, note);
