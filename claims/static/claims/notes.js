// What was read out of a mark, beside it: on hover and on focus, the same as the list has, with what may be done.

export class Notes {
    constructor(text, note) {
        this.text = text;
        this.note = note;
        this.mark = null;
        for (const mark of text.querySelectorAll("mark[data-of]")) mark.removeAttribute("title");
        text.addEventListener("mouseover", (event) => this.over(event));
        text.addEventListener("focusin", (event) => this.open(event.target.closest("mark[data-of]")));
        for (const place of [text, note]) {
            place.addEventListener("mouseout", () => this.closeSoon());
            place.addEventListener("focusout", () => this.closeSoon());
        }
        note.addEventListener("mouseover", () => clearTimeout(this.closing));
        note.addEventListener("focusin", () => clearTimeout(this.closing));
        document.addEventListener("keydown", (event) => this.key(event));
    }

    over(event) {
        const mark = event.target.closest("mark[data-of]");
        if (!mark || event.buttons || !getSelection().isCollapsed) return;
        clearTimeout(this.opening);
        this.opening = setTimeout(() => this.open(mark), 120);
    }

    open(mark) {
        clearTimeout(this.closing);
        if (!mark) return;
        const list = document.createElement("ul");
        for (const name of mark.dataset.of.split(" ")) {
            const item = document.getElementById(`i-${name}`)?.cloneNode(true);
            if (!item) continue;
            item.removeAttribute("id");
            list.append(item);
        }
        if (!list.children.length) return;
        this.light(mark);
        this.note.replaceChildren(list);
        this.note.hidden = false;
        const place = mark.getClientRects()[0];
        const width = document.documentElement.clientWidth - this.note.offsetWidth - 16;
        const around = this.note.offsetParent?.getBoundingClientRect() ?? { left: 0, top: 0 };
        this.note.style.left = `${Math.max(8, Math.min(place.left, width)) - around.left}px`;
        this.note.style.top = `${place.bottom + 6 - around.top}px`;
    }

    light(mark) {
        this.dim();
        this.mark = mark;
        mark.classList.add("lit");
    }

    dim() {
        for (const mark of this.text.querySelectorAll("mark.lit")) mark.classList.remove("lit");
    }

    closeSoon() {
        clearTimeout(this.opening);
        clearTimeout(this.closing);
        this.closing = setTimeout(() => {
            const focused = document.activeElement;
            if (!this.note.contains(focused) && focused !== this.mark) this.close();
        }, 250);
    }

    close() {
        this.note.hidden = true;
        this.dim();
    }

    key(event) {
        if (event.ctrlKey || event.metaKey || event.altKey || this.note.hidden) return;
        const inside = this.note.contains(document.activeElement);
        const marked = this.mark && document.activeElement === this.mark;
        if (event.key === "Escape") {
            if (inside) this.mark.focus();
            this.close();
        } else if (event.key === "Enter" && marked) {
            this.note.querySelector("a").focus();
        } else if ((event.key === "e" || event.key === "x") && (marked || inside)) {
            this.note.querySelector(`[data-act="${event.key === "e" ? "correct" : "reject"}"]`)?.click();
        } else return;
        event.preventDefault();
    }
}
