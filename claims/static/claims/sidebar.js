// Tells the server whether the sidebar is open, so that a page comes with it as it is: else all of it moves aside.
"use strict";
{
    const tell = () => {
        const isClosed = localStorage.getItem("django.admin.navSidebarIsOpen") === "false";
        document.cookie = `sidebar=${isClosed ? "closed" : "open"}; path=/; max-age=31536000; samesite=lax`;
    };
    // The stock script, which comes before, has noted the click by then.
    document.getElementById("toggle-nav-sidebar")?.addEventListener("click", tell);
    tell();
}
