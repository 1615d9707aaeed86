// Helps a reader to find the way, to look closer and to take along. Without it everything can still be read.
// Nothing here makes markup of text: what is shown is copied from the page, node by node.
"use strict";
(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const said = find("#page-said");
  const words = said.dataset;

  // What a link within the page leads to.
  function target(link) {
    const href = link.getAttribute("href") || "";
    if (href.length < 2 || href[0] !== "#") return null;
    try {
      return document.getElementById(decodeURIComponent(href.slice(1)));
    } catch {
      return null;
    }
  }

  let silence;
  function say(text) {
    clearTimeout(silence);
    said.textContent = text;
    silence = setTimeout(() => { said.textContent = ""; }, 2500);
  }

  function copy(text) {
    navigator.clipboard?.writeText(text).then(() => say(words.copied), () => {});
  }

  // --- outline: shows where the reader is ---

  const outline = find(".outline");
  if (outline) {
    const folded = find("details", outline);
    const wide = matchMedia("(min-width: 68.75rem)");
    const suit = () => { folded.open = wide.matches; };
    wide.addEventListener("change", suit);
    suit();
    outline.addEventListener("click", (event) => {
      if (event.target.closest("a") && !wide.matches) folded.open = false;
    });

    const links = new Map(all("a", outline).map((link) => [target(link), link]));
    links.delete(null);
    const inView = new Set();
    const foot = find("footer");
    const order = [...links.keys(), foot];
    links.set(foot, [...links.values()].pop());
    let current = null;
    const see = (entries) => {
      for (const { target: part, isIntersecting } of entries) inView[isIntersecting ? "add" : "delete"](part);
      // A section lies within the one above it: the last in order is the one being read.
      const now = links.get(order.filter((part) => inView.has(part)).pop());
      if (!now || now === current) return;
      current?.removeAttribute("aria-current");
      now.setAttribute("aria-current", "true");
      current = now;
      const { top, bottom } = outline.getBoundingClientRect();
      const at = now.getBoundingClientRect();
      if (at.top < top || at.bottom > bottom) outline.scrollTop += at.top - (top + bottom) / 2;
    };
    const line = new IntersectionObserver(see, { rootMargin: "-18% 0px -81% 0px" });
    order.slice(0, -1).forEach((part) => line.observe(part));
    // The last sections may be too short to come up to that line.
    new IntersectionObserver(see).observe(foot);
  }

  // --- links to headings ---

  for (const heading of all("article section[id]:not(.abstract section) > :is(h2, h3, h4)")) {
    const link = document.createElement("a");
    link.className = "anchor";
    link.href = "#" + encodeURIComponent(heading.parentElement.id);
    link.setAttribute("aria-label", words.link.replace("{title}", heading.textContent));
    link.addEventListener("click", () => copy(link.href));
    heading.append(link);
  }

  // --- cite ---

  for (const button of all(".copy")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => copy(document.getElementById(button.dataset.copies).innerText.trim()));
  }

  const cite = find(".cite");
  document.addEventListener("pointerdown", (event) => {
    if (cite?.open && !cite.contains(event.target)) cite.open = false;
  });
  cite?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    cite.open = false;
    find("summary", cite).focus();
  });

  // --- tables: only those that scroll are stops for the keyboard ---

  const sizes = new ResizeObserver((entries) => {
    for (const { target: box } of entries) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  });
  all(".scroll").forEach((box) => sizes.observe(box));

  // --- cards: what a link leads to, without going there ---

  const card = find("#page-card");
  let shownBy = null;
  let waiting;

  function copied(node) {
    const made = node.cloneNode(true);
    for (const each of [made, ...all("*", made)]) {
      each.removeAttribute("id");
      each.removeAttribute("data-origin");
      each.removeAttribute("tabindex");
      if (each.matches("a")) each.tabIndex = -1;
    }
    all(".back, .anchor", made).forEach((each) => each.remove());
    all(".whole", made).forEach((each) => each.replaceWith(...each.childNodes));
    return made;
  }

  // The nodes of a card, or none where there is nothing to show.
  function contents(part) {
    if (!part) return [];
    if (part.matches(".references li, .notes li")) return [...part.children].map(copied);
    if (part.matches(".figure, .table")) return [copied(part)];
    if (part.matches(".panel")) return [copied(part), copied(find("figcaption", part.closest(".figure")))];
    return [];
  }

  function inSight(part) {
    const { top, bottom } = part.getBoundingClientRect();
    return part.matches(".figure, .table, .panel") && top >= 0 && bottom <= innerHeight;
  }

  function show(link, byTouch) {
    clearTimeout(waiting);
    const part = target(link);
    const nodes = contents(part);
    if (!nodes.length || link === shownBy || inSight(part)) return;
    hide();
    card.replaceChildren(...nodes);
    card.classList.toggle("picture", part.matches(".figure, .table, .panel"));
    if (byTouch) {
      const go = document.createElement("a");
      go.className = "tool";
      go.href = link.getAttribute("href");
      go.textContent = words.show;
      go.addEventListener("click", hide);
      card.append(go);
    }
    card.hidden = false;
    shownBy = link;
    link.setAttribute("aria-describedby", card.id);
    const at = link.getClientRects()[0];
    card.style.maxHeight = "";
    const edge = document.documentElement.clientWidth - card.offsetWidth - 12;
    const [above, under] = [at.top - 20, innerHeight - at.bottom - 20];
    const below = card.offsetHeight <= under || under >= above;
    card.style.maxHeight = `${Math.min(parseFloat(getComputedStyle(card).maxHeight), below ? under : above)}px`;
    card.style.left = `${Math.max(12, Math.min(at.left - 16, edge)) + scrollX}px`;
    card.style.top = `${(below ? at.bottom + 8 : at.top - card.offsetHeight - 8) + scrollY}px`;
  }

  function hide() {
    clearTimeout(waiting);
    shownBy?.removeAttribute("aria-describedby");
    shownBy = null;
    card.hidden = true;
    card.replaceChildren();
  }

  function hideSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(hide, 250);
  }

  for (const link of all("main a[href^='#']:not(.anchor, .whole, .outline a, .back a)")) {
    let byTouch = false;
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "mouse") return;
      clearTimeout(waiting);
      waiting = setTimeout(show, 150, link, false);
    });
    link.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") hideSoon();
    });
    link.addEventListener("pointerdown", (event) => { byTouch = event.pointerType === "touch"; });
    link.addEventListener("focus", () => {
      if (link.matches(":focus-visible") && !byTouch) show(link, false);
    });
    link.addEventListener("blur", hideSoon);
    link.addEventListener("click", (event) => {
      const open = link === shownBy;
      if (byTouch && !open) show(link, true);
      if (byTouch && link === shownBy && !open) event.preventDefault();
      else leave(link);
      byTouch = false;
    });
  }
  card.addEventListener("pointerenter", () => clearTimeout(waiting));
  card.addEventListener("pointerleave", hideSoon);
  document.addEventListener("pointerdown", (event) => {
    if (!card.contains(event.target) && !shownBy?.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  // Of several links back, the one to the place just left is marked.
  function leave(link) {
    hide();
    all(".came-from").forEach((each) => each.classList.remove("came-from"));
    const place = link.closest("[id]")?.id;
    const back = target(link) && all(".back a", target(link)).find((each) => target(each)?.id === place);
    back?.classList.add("came-from");
  }

  // --- zoom: a panel as large as the window, with its legend ---

  const zoom = find("#page-zoom");
  const stage = find(".zoom-stage", zoom);
  const most = 10;
  const pointers = new Map();
  let opener = null;
  let panels = [];
  let index = 0;
  let picture = null;
  let scale = 1;
  let x = 0;
  let y = 0;

  function place() {
    scale = Math.min(most, Math.max(1, scale));
    const reach = (size) => size * (scale - 1) / 2;
    x = Math.min(reach(stage.clientWidth), Math.max(-reach(stage.clientWidth), x));
    y = Math.min(reach(stage.clientHeight), Math.max(-reach(stage.clientHeight), y));
    picture.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    stage.classList.toggle("closer", scale > 1);
    find("[data-do=smaller]", zoom).disabled = find("[data-do=fit]", zoom).disabled = scale === 1;
    find("[data-do=larger]", zoom).disabled = scale === most;
  }

  // Larger or smaller, while the point under (left, top) stays where it is.
  function rescale(factor, left, top) {
    const box = stage.getBoundingClientRect();
    const fromX = (left ?? box.left + box.width / 2) - box.left - box.width / 2;
    const fromY = (top ?? box.top + box.height / 2) - box.top - box.height / 2;
    const real = Math.min(most, Math.max(1, scale * factor)) / scale;
    x = fromX - (fromX - x) * real;
    y = fromY - (fromY - y) * real;
    scale *= real;
    place();
  }

  function turnTo(number) {
    index = (number + panels.length) % panels.length;
    picture = find("img", panels[index]).cloneNode();
    picture.draggable = false;
    stage.replaceChildren(picture);
    const letter = find(".letter", panels[index])?.textContent || "";
    const label = find("figcaption .label", panels[index].closest("figure"))?.textContent.replace(/\.$/, "") || "";
    find(".zoom-name", zoom).textContent = label + letter;
    [scale, x, y] = [1, 0, 0];
    place();
  }

  function open(link) {
    const figure = link.closest("figure");
    opener = link;
    panels = all(".panel", figure);
    for (const name of ["previous", "next"]) find(`[data-do=${name}]`, zoom).hidden = panels.length < 2;
    find(".zoom-legend", zoom).replaceChildren(...copied(find("figcaption", figure)).childNodes);
    hide();
    zoom.showModal();
    turnTo(panels.indexOf(link.closest(".panel")));
  }

  const actions = {
    previous: () => turnTo(index - 1),
    next: () => turnTo(index + 1),
    larger: () => rescale(1.5),
    smaller: () => rescale(1 / 1.5),
    fit: () => turnTo(index),
    close: () => zoom.close(),
  };
  const keys = { "+": actions.larger, "=": actions.larger, "-": actions.smaller, "0": actions.fit };
  const arrows = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  for (const link of all("article .whole")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(link);
    });
  }
  zoom.addEventListener("click", (event) => actions[event.target.dataset?.do]?.());
  zoom.addEventListener("close", () => {
    pointers.clear();
    opener?.focus({ preventScroll: true });
  });
  zoom.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = arrows[event.key];
    if (keys[event.key]) keys[event.key]();
    else if (arrow && scale > 1) {
      x += arrow[0] * 60;
      y += arrow[1] * 60;
      place();
    } else if (arrow?.[0] && panels.length > 1) turnTo(index - arrow[0]);
    else return;
    event.preventDefault();
  });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    rescale(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
  }, { passive: false });
  stage.addEventListener("dblclick", (event) => {
    if (scale > 1) turnTo(index);
    else rescale(2.5, event.clientX, event.clientY);
  });
  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, event);
  });
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const other = [...pointers.values()].find((each) => each.pointerId !== event.pointerId);
    if (other) {
      const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      rescale(apart(event) / apart(before), (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
    } else {
      x += event.clientX - before.clientX;
      y += event.clientY - before.clientY;
      place();
    }
    pointers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, (event) => pointers.delete(event.pointerId));
  }
})();
