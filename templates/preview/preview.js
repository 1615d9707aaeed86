// Shows again what has changed, when the server says so, without losing the reader's place.
"use strict";

const part = (root, id) => root.getElementById(id);
let busy = false;
let again = false;

async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    do {
      again = false;
      const answer = await fetch(location.href);
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } while (again);
  } catch {
    // The server went away meanwhile; when it is back, the stream of events asks again.
  } finally {
    busy = false;
  }
}

function show(fresh) {
  const closed = document.querySelector("details:not([open])");
  part(document, "status").replaceWith(part(fresh, "status"));
  if (closed) document.querySelector("details")?.removeAttribute("open");
  const old = part(document, "page");
  const now = part(fresh, "page");
  if (!old || old.dataset.version === now.dataset.version && !old.firstElementChild === !now.firstElementChild) return;
  const frame = old.querySelector("iframe");
  if (frame && now.querySelector("iframe")) {
    reload(frame);
    old.dataset.version = now.dataset.version;
  } else {
    old.replaceWith(now);
    settle();
  }
}

function reload(frame) {
  const { scrollX, scrollY } = frame.contentWindow;
  frame.addEventListener("load", () => {
    // At once: the page's own style would glide there.
    frame.contentWindow.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  }, { once: true });
  frame.contentWindow.location.reload();
}

// What leads out of the page opens beside it: other sites do not let themselves be framed.
function settle() {
  const frame = document.querySelector("iframe");
  if (!frame) return;
  const lead = () => {
    for (const link of frame.contentDocument.querySelectorAll('a[href]:not([href^="#"])')) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
  };
  frame.addEventListener("load", lead);
  if (frame.contentDocument?.readyState === "complete") lead();
}

// A browser opens few connections to one server, so a page that nobody looks at gives its own back.
let events = null;
function listen() {
  events?.close();
  events = null;
  if (document.hidden) return;
  events = new EventSource("/events");
  events.onopen = () => {
    part(document, "lost").hidden = true;
    refresh();
  };
  events.onerror = () => {
    part(document, "lost").hidden = false;
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  };
  events.onmessage = (news) => {
    const mine = part(document, "status").dataset.case;
    if (!mine || mine === news.data) refresh();
  };
}

document.addEventListener("visibilitychange", listen);
settle();
listen();
