// Carries a decision to the server. Until it is recorded, the choice and the note are kept in this browser.
"use strict";
{
    const form = document.querySelector("#weigh");
    const DAYS = 30 * 24 * 3600 * 1000;
    const PATIENCE = 20000;

    if (form) {
        const told = document.querySelector("#told");
        const again = document.querySelector("#try-again");
        const logIn = document.querySelector("#log-in-again");
        const fields = form.querySelector("fieldset.all");
        const kept = form.dataset.keptAs;
        let busy = false;
        let unsent = null;

        const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
        const chosen = () => form.querySelector("[name=verdict]:checked");

        // Keeping

        function keep() {
            const draft = { verdict: chosen()?.value ?? "", note: form.elements.note.value, at: Date.now() };
            if (draft.verdict || draft.note) localStorage.setItem(kept, JSON.stringify(draft));
            else localStorage.removeItem(kept);
        }

        function restore() {
            for (const name of Object.keys(localStorage).filter(name => name.startsWith("weigh:"))) {
                if (Date.now() - JSON.parse(localStorage.getItem(name)).at > DAYS) localStorage.removeItem(name);
            }
            const draft = JSON.parse(localStorage.getItem(kept) ?? "null");
            // What the server sent back comes first.
            if (!draft || chosen() || form.elements.note.value) return;
            const radio = form.querySelector(`[name=verdict][value="${CSS.escape(draft.verdict)}"]`);
            if (radio) radio.checked = true;
            form.elements.note.value = draft.note;
            if (radio || draft.note) told.textContent = form.dataset.restored;
        }

        form.addEventListener("input", keep);
        restore();

        // Sending

        function stopped(words, expired = false) {
            busy = false;
            form.removeAttribute("aria-busy");
            told.textContent = words;
            told.classList.add("trouble");
            again.hidden = false;
            logIn.hidden = !expired;
        }

        async function posted(address, body) {
            body.set("csrfmiddlewaretoken", token());
            const headers = { "X-Requested-With": "fetch" };
            return fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
        }

        async function send(button) {
            if (busy) return;
            busy = true;
            unsent = button;
            keep();
            form.setAttribute("aria-busy", "true");
            told.classList.remove("trouble");
            told.textContent = form.dataset.sending;
            again.hidden = logIn.hidden = true;
            const body = new FormData(form);
            body.append(button, "1");
            let answer, outcome;
            try {
                answer = await posted(location.href, body);
                outcome = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
            } catch {
                return stopped(form.dataset.offline);
            }
            if (answer.redirected) return stopped(form.dataset.expired, true);
            if (!answer.ok) return stopped(form.dataset.trouble, answer.status === 403);
            unsent = null;
            if (outcome) {
                localStorage.removeItem(kept);
                return location.assign(outcome.go);
            }
            // Refused: the page that says why is the server's to write, and it refuses the same again.
            const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: button, value: "1" });
            form.append(pressed);
            form.elements.csrfmiddlewaretoken.value = token();
            form.submit();
        }

        form.addEventListener("submit", event => {
            event.preventDefault();
            send(event.submitter?.name || "_next");
        });
        again.addEventListener("click", () => unsent && send(unsent));
        window.addEventListener("online", () => unsent && send(unsent));

        // Come back to by the browser's own "back": what was sent from here is not under way any more.
        window.addEventListener("pageshow", event => { if (event.persisted) location.reload(); });

        // Having it before them

        async function prolong() {
            if (document.visibilityState !== "visible" || busy || unsent) return;
            let lease;
            try {
                const answer = await posted(form.dataset.lease, new FormData());
                if (answer.redirected || !answer.ok) return stopped(form.dataset.expired, true);
                lease = await answer.json();
            } catch {
                told.textContent = form.dataset.offline;
                return;
            }
            if (!lease.mine) {
                told.textContent = lease.told;
                told.classList.add("trouble");
                fields.disabled = true;
            }
        }
        if (form.dataset.lease) {
            setInterval(prolong, Math.min(Number(form.dataset.leaseSeconds) / 3, 240) * 1000);
            document.addEventListener("visibilitychange", prolong);
        }
    }
}
