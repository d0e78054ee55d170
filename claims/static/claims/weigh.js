// Keys of the page of a discrepancy: a verdict's key chooses it, the same key again or Enter records it.
"use strict";
{
    const form = document.querySelector("#weigh");
    const fields = form?.querySelector("fieldset.all");
    const dialog = document.querySelector("#keys");
    const told = document.querySelector("#told");
    const begun = performance.now();
    // A key still held down from the item before must not decide this one.
    const SETTLING = 300;
    let chosen = null;

    const switches = {
        "single-keys": document.querySelector("#single-keys"),
        "at-once": document.querySelector("#at-once"),
    };
    const remembered = (name, usual) => (localStorage.getItem(`keys:${name}`) ?? usual) === "on";
    const isOn = name => switches[name]?.checked ?? false;

    function apply() {
        document.documentElement.classList.toggle("has-keys", isOn("single-keys"));
    }
    for (const [name, box] of Object.entries(switches)) {
        if (!box) continue;
        box.checked = remembered(name, name === "single-keys" ? "on" : "off");
        box.addEventListener("change", () => {
            localStorage.setItem(`keys:${name}`, box.checked ? "on" : "off");
            apply();
        });
    }
    apply();

    const opener = document.querySelector("#show-keys");
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());

    const say = words => { if (told) told.textContent = words; };
    const mayDecide = () => fields && !fields.disabled;

    function record() {
        if (!mayDecide()) return;
        if (!form.querySelector("[name=verdict]:checked")) return say(form.dataset.first);
        form.requestSubmit(form.querySelector("[name=_next]"));
    }

    function choose(radio) {
        const again = chosen === radio && radio.checked;
        const needsNote = "needsNote" in radio.dataset;
        radio.checked = true;
        chosen = radio;
        radio.dispatchEvent(new Event("input", { bubbles: true }));
        if (needsNote && !form.elements.note.value.trim()) {
            say(form.dataset.note);
            form.elements.note.focus();
            return;
        }
        if (again || isOn("at-once")) return record();
        say(form.dataset.chosen);
        radio.focus();
    }

    function press(key) {
        const radio = mayDecide() && form.querySelector(`[data-key="${CSS.escape(key)}"]`);
        if (radio) return choose(radio), true;
        if (key === "/") {
            const search = document.querySelector("#searchbar, #content input[type=search], #nav-filter");
            search?.focus();
            return Boolean(search);
        }
        if (key === "s") return record(), true;
        const button = document.querySelector(`[data-press="${CSS.escape(key)}"]`);
        button?.click();
        return Boolean(button);
    }

    const isField = element => element.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit], [type=button])");

    document.addEventListener("keydown", event => {
        if (event.isComposing || event.repeat || event.altKey) return;
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            return record();
        }
        if (event.ctrlKey || event.metaKey || dialog.open) return;
        if (isField(event.target)) {
            if (event.key === "Escape") event.target.blur();
            return;
        }
        if (!isOn("single-keys") || performance.now() - begun < SETTLING && isOn("at-once")) return;
        // On a link, a button or a choice, Enter does what it always does there.
        if (event.key === "Enter") {
            if (event.target === document.body || event.target.id === "content-start") record();
            return;
        }
        if (event.key.length === 1 && press(event.key.toLowerCase())) event.preventDefault();
    });
}
