// "More of the article", in place. Where it cannot be had, the link leads to the article.
"use strict";
for (const link of document.querySelectorAll("a.more")) {
    link.addEventListener("click", async event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        let text = null;
        try {
            const answer = await fetch(link.dataset.more);
            if (answer.ok && !answer.redirected) text = await answer.text();
        } catch {
            // Said below: the browser's own page tells what is wrong with the connection.
        }
        if (text === null) return location.assign(link.href);
        const wider = new DOMParser().parseFromString(text, "text/html").body.firstElementChild;
        const passage = link.closest(".card").querySelector(".passage");
        passage.replaceChildren(wider);
        passage.tabIndex = -1;
        passage.focus({ preventScroll: true });
        link.remove();
    });
}
