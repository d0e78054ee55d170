// The selection moved by arrow keys in a text that cannot be edited: by word, and by sentence with up and down.

export class Words {
    constructor(text) {
        this.text = text;
        this.from = this.to = -1;
    }

    /** Where words and sentences begin and end, in UTF-16 units of the text as the document has it. */
    prepare() {
        const said = this.text.textContent;
        const cut = (granularity) => [...new Intl.Segmenter(undefined, { granularity }).segment(said)];
        const ends = (each) => ({ start: each.index, end: each.index + each.segment.trimEnd().length });
        this.words = cut("word").filter((each) => each.isWordLike || each.segment.trim()).map(ends);
        this.sentences = cut("sentence").map(ends).filter((each) => each.end > each.start);
    }

    /** Follows an arrow key; true where it did. */
    move(event) {
        const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!by) return false;
        if (!this.words) this.prepare();
        if (!this.words.length) return false;
        this.follow();
        if (event.key === "ArrowRight" || event.key === "ArrowLeft") this.byWord(by, event.shiftKey);
        else this.bySentence(by, event.shiftKey);
        this.select();
        return true;
    }

    /** Starts from what is selected, if that was done otherwise, by the mouse. */
    follow() {
        const selection = getSelection();
        if (!selection.rangeCount || selection.isCollapsed || !this.text.contains(selection.anchorNode)) {
            this.from = this.to = -1;
        }
    }

    byWord(by, more) {
        const last = this.words.length - 1;
        const next = Math.min(last, Math.max(0, this.to < 0 ? 0 : this.to + by));
        this.to = next;
        if (!more || this.from < 0) this.from = next;
    }

    bySentence(by, more) {
        const at = this.to < 0 ? -1 : this.words[this.to].start;
        const here = this.sentences.findIndex((each) => each.start <= at && at < each.end);
        const whole = this.from >= 0 && here >= 0 && this.words[this.from].start <= this.sentences[here].start;
        const step = at < 0 ? 0 : by > 0 && !whole && !more ? here : here + by;
        const sentence = this.sentences[Math.min(this.sentences.length - 1, Math.max(0, step))];
        const first = this.words.findIndex((each) => each.start >= sentence.start);
        const after = this.words.findIndex((each) => each.start >= sentence.end);
        const last = (after < 0 ? this.words.length : after) - 1;
        if (!more || this.from < 0) this.from = first;
        this.to = Math.max(first, last);
    }

    select() {
        const [first, last] = [Math.min(this.from, this.to), Math.max(this.from, this.to)];
        const start = this.at(this.words[first].start);
        const end = this.at(this.words[last].end);
        getSelection().setBaseAndExtent(start.node, start.offset, end.node, end.offset);
        const moved = this.to === first ? start : end;
        moved.node.parentElement.scrollIntoView({ block: "nearest" });
    }

    /** The text node and the offset in it of a place in the whole. */
    at(place) {
        const nodes = document.createTreeWalker(this.text, NodeFilter.SHOW_TEXT);
        let left = place;
        let last = null;
        for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
            if (left <= node.length) return { node, offset: left };
            left -= node.length;
            last = node;
        }
        return { node: last, offset: last.length };
    }
}
