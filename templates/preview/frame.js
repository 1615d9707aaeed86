// The draft in its frame: shown once, then patched in place, so that the reader's place, focus and pictures stay.
// The frame runs no scripts; what a page needs of them is done from here.
import { still } from "./elements.js";
import { asked, parsed } from "./server.js";
import { chosen } from "./theme.js";

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, tr, figcaption, pre, figure";
// Ids of things, which stay while the text moves; all others tell a place in the source, or a number.
const LASTING = "section[id], figure[id], .table[id], li[id^='ref-'], [id^='page-']";
const OUTLINE = "nav.outline > details";
const MANY = 40; // Passages changed at once, as by another template, are not marked one by one.
const SHEET = 700; // CSS pixels of the text on A4 or Letter.
const KEPT = "data-preview-id";
const CHANGED = "data-preview-changed";

export class Frame {
  constructor(holder, { loaded, patched, scrolled, key, outside }) {
    this.holder = holder;
    this.on = { loaded, patched, scrolled, key, outside };
    this.element = null;
    this.version = "";
    this.url = "";
    this.ready = false;
    this.scroll = 0;
  }

  get document() {
    return this.ready ? this.element.contentDocument : null;
  }

  // Where another view has another address, the frame goes there; otherwise it is patched.
  show(url, version, title) {
    if (this.url === url && this.element) {
      if (version !== this.version) this.update(version);
      return;
    }
    const scroll = this.document ? this.element.contentWindow.scrollY : this.scroll;
    this.hide();
    this.url = url;
    this.version = version;
    this.element = document.createElement("iframe");
    this.element.title = title;
    this.element.setAttribute("sandbox", "allow-same-origin");
    this.element.addEventListener("load", () => this.#loaded(scroll));
    this.element.src = url;
    this.holder.append(this.element);
  }

  hide() {
    this.fetching?.abort();
    this.ready = false;
    this.element?.remove();
    this.element = null;
    this.url = "";
  }

  // `text`: the page, where it is here already.
  async update(version, text) {
    this.fetching?.abort();
    const fetching = (this.fetching = new AbortController());
    if (!this.ready) return; // What is being loaded is newer than any news.
    let fresh;
    try {
      fresh = text ? parsed(text, this.element.contentWindow) : await asked(this.#address(version), fetching.signal);
    } catch {
      return; // Overtaken by newer news, or the server went; its return tells again.
    }
    if (fetching.signal.aborted || !this.ready) return;
    this.version = version;
    this.#patch(fresh);
    requestAnimationFrame(() => { if (this.element) this.element.dataset.version = version; });
  }

  #address(version) {
    return this.url + (this.url.includes("?") ? "&" : "?") + "version=" + encodeURIComponent(version);
  }

  // For printing: as long as its page is on a sheet of paper. A frame knows nothing of sheets, so this is measured.
  stretch(isPrinted) {
    if (!this.ready) return;
    const { style, contentDocument: root } = this.element;
    style.width = style.height = "";
    if (!isPrinted) return;
    style.width = `${SHEET}px`;
    style.height = "1px";
    const asked = [...root.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter(({ media }) => /^(print|screen)$/.test(media?.mediaText));
    const swap = (rule) => { rule.media.mediaText = rule.media.mediaText === "print" ? "screen" : "print"; };
    asked.forEach(swap);
    style.height = `${root.documentElement.scrollHeight}px`;
    asked.forEach(swap);
  }

  colour() {
    if (this.ready) colour(this.element.contentDocument);
  }

  // Scrolls to what has this id, or was written at this place; false where there is no such thing.
  reveal(anchor) {
    const found = this.find(anchor);
    if (!found) return false;
    for (let fold = found.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    this.#scroll(found, 0.35);
    flash(block(found), 2400);
    return true;
  }

  find(anchor) {
    if (!anchor || !this.ready) return null;
    const root = this.element.contentDocument;
    // The title is printed at the top, and has no place of its own.
    if (anchor === "page-content") return root.querySelector("h1");
    return root.getElementById(anchor) || root.querySelector(`[data-origin="${CSS.escape(anchor)}"]`);
  }

  #loaded(scroll) {
    if (!this.element?.contentDocument?.body) return;
    this.ready = true;
    const root = this.element.contentDocument;
    // As the page's own script does: where there is no room beside the text, the outline is folded.
    const outline = root.querySelector(OUTLINE);
    if (outline) outline.open = this.element.contentWindow.matchMedia("(min-width: 68.75rem)").matches;
    // At once: the page's own style would glide there.
    const back = () => root === this.document && this.element.contentWindow.scrollTo({ left: 0, top: scroll, behavior: "instant" });
    if (scroll) {
      back();
      root.fonts.ready.then(back); // Another typeface is another height of everything above.
    }
    colour(root);
    root.addEventListener("click", (event) => this.#clicked(event));
    root.addEventListener("keydown", (event) => this.on.key(event));
    root.addEventListener("scroll", () => {
      if (this.ready && root === this.document) this.on.scrolled((this.scroll = root.defaultView.scrollY));
    }, { passive: true });
    this.element.dataset.version = this.version;
    this.on.loaded(this.element);
  }

  #clicked(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented) return;
    const href = link.getAttribute("href");
    event.preventDefault();
    if (href.startsWith("#")) {
      const target = this.element.contentDocument.getElementById(decodeURIComponent(href.slice(1)));
      if (target) {
        this.#scroll(target, 0.1);
        flash(target, 1600);
      }
      return;
    }
    this.on.outside(href);
  }

  // Within the frame alone: the window around it stays where it is.
  #scroll(element, part) {
    const { scrollY, innerHeight } = this.element.contentWindow;
    const top = element.getBoundingClientRect().top + scrollY - innerHeight * part;
    this.element.contentWindow.scrollTo({ top, behavior: still() ? "instant" : "smooth" });
  }

  #patch(fresh) {
    const root = this.element.contentDocument;
    root.title = fresh.title;
    for (const name of ["lang", "dir"]) root.documentElement[name] = fresh.documentElement[name];
    restyle(root, fresh);
    // The outline is as wide windows have it, not as it is written.
    const outlines = [root, fresh].map((page) => page.querySelector(OUTLINE));
    if (outlines.every(Boolean)) outlines[1].open = outlines[0].open;
    const [old, now] = differing(root.body, fresh.body);
    const place = old.parentElement;
    prepare(old, now);
    Idiomorph.morph(old, now, {
      morphStyle: "outerHTML",
      callbacks: {
        beforeNodeMorphed: (old, now) => !old.isEqualNode(now),
        beforeAttributeUpdated: (name, element) => !(name === "open" && element.localName === "details"),
      },
    });
    const changed = settle(place);
    this.on.patched();
    if (changed.length <= MANY) for (const element of changed) flash(element, 1800);
  }
}

// The nearest thing around it that looks like a passage.
export function block(element) {
  return element.closest("p, li, tr, figure, figcaption, h1, h2, h3, h4, dd, pre") || element;
}

// A background that fades; nothing moves, and nothing of the page is changed.
function flash(element, duration) {
  const dark = chosen() ? chosen() === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const tint = dark ? "#5b4a12" : "#ffe9a8";
  const easing = still() ? "steps(1, end)" : "cubic-bezier(.4, 0, .8, 1)";
  element.animate([{ backgroundColor: tint }, { backgroundColor: tint, offset: 0.25 }, { backgroundColor: "transparent" }], { duration, easing });
}

// A frame takes its colours from the system, whatever was chosen around it: so what its styles say of the one and the
// other is switched on or off by hand.
const SYSTEM = new WeakMap(); // Rule → what it asked of the system.
function colour(root) {
  const theme = chosen();
  root.documentElement.style.colorScheme = theme;
  for (const sheet of root.styleSheets) {
    for (const rule of sheet.cssRules) {
      const asked = SYSTEM.get(rule) || rule.media?.mediaText;
      if (!asked?.includes("prefers-color-scheme")) continue;
      SYSTEM.set(rule, asked);
      rule.media.mediaText = !theme ? asked : asked.includes(theme) ? "screen" : "not all";
    }
  }
}

// A style sheet that changed comes in before the old one goes: no moment without.
function restyle(root, fresh) {
  const path = (link) => link.getAttribute("href").split("?")[0];
  const sheets = (page) => new Map([...page.head.querySelectorAll('link[rel="stylesheet"]')].map((link) => [path(link), link]));
  const [old, now] = [sheets(root), sheets(fresh)];
  for (const [name, link] of now) {
    const before = old.get(name);
    if (before?.getAttribute("href") === link.getAttribute("href")) continue;
    const next = root.importNode(link, true);
    if (before) {
      next.addEventListener("load", () => { before.remove(); colour(root); });
      next.addEventListener("error", () => before.remove());
      before.after(next);
    } else root.head.append(next);
  }
  for (const [name, link] of old) if (!now.has(name)) link.remove();
}

// The innermost elements that hold all that differs, a passage at least: what is around them is left alone.
function differing(old, now) {
  const rest = (one) => one.cloneNode(false);
  while (!old.matches(BLOCKS) && rest(old).isEqualNode(rest(now))) {
    const [mine, its] = [[...old.childNodes], [...now.childNodes]];
    for (const end of ["shift", "pop"]) {
      const at = end === "shift" ? 0 : -1;
      while (mine.length && its.length && mine.at(at).isEqualNode(its.at(at))) [mine, its].forEach((all) => all[end]());
    }
    const [[inner], [next]] = [mine, its];
    if (mine.length !== 1 || its.length !== 1 || inner.nodeType !== Node.ELEMENT_NODE || inner.localName !== next.localName) break;
    [old, now] = [inner, next];
  }
  return [old, now];
}

// Elements are matched by what they say, not by their place in the source: a line put in above would otherwise change
// the id of every passage below. What both pages have gets one id in both; ids that tell a place wait in an attribute.
function prepare(root, fresh) {
  const before = said(root);
  const now = said(fresh);
  let number = 0;
  for (const part of [root, fresh]) {
    for (const element of within(part, "[id]")) {
      if (element.matches(LASTING)) continue;
      element.setAttribute(KEPT, element.id);
      element.removeAttribute("id");
    }
  }
  for (const [key, elements] of now) {
    const known = before.get(key) || [];
    elements.forEach((element, at) => {
      if (at >= known.length) {
        element.setAttribute(CHANGED, "");
      } else if (!element.id && !known[at].id) {
        known[at].id = element.id = `said-${(number += 1)}`;
      }
    });
  }
}

const within = (part, selector) => [part, ...part.querySelectorAll(selector)].filter((element) => element.matches(selector));

// What a block says, pictures included → the blocks that say it.
function said(part) {
  const found = new Map();
  for (const element of within(part, BLOCKS)) {
    const pictures = element.localName === "figure" ? [...element.querySelectorAll("img")].map((image) => image.getAttribute("src")) : [];
    const key = [element.localName, element.className, element.textContent, ...pictures].join("\u0000");
    if (found.has(key)) found.get(key).push(element);
    else found.set(key, [element]);
  }
  return found;
}

// Ids as the page has them; and the innermost passages that were not there before.
function settle(place) {
  for (const element of place.querySelectorAll('[id^="said-"]')) element.removeAttribute("id");
  for (const element of place.querySelectorAll(`[${KEPT}]`)) {
    element.id = element.getAttribute(KEPT);
    element.removeAttribute(KEPT);
  }
  const changed = [...place.querySelectorAll(`[${CHANGED}]`)];
  for (const element of changed) element.removeAttribute(CHANGED);
  return changed.filter((element) => !changed.some((other) => other !== element && element.contains(other)) && !element.closest("nav, .draft"));
}
