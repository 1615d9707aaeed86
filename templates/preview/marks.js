// Findings in the margin of the draft, at the passage they are about. They lie in a tree of their own beside the page's
// body, out of its flow: the page's layout, its styles and what patches it know nothing of them.
import { h, shape } from "./elements.js";
import { said, typed } from "./findings.js";
import { block } from "./frame.js";
import { SEVERITIES } from "./standing.js";

const SIZE = 24; // CSS pixels, so that a finger hits it.
const SHAPE = 16; // What is seen of it.
const STYLE = `
:host { all: initial; position: absolute; inset: 0 auto auto 0; width: 0; height: 0; z-index: 4; color-scheme: inherit;
  --fatal: light-dark(#8c1d0b, #ffa794); --error: light-dark(#a3270f, #ffa794); --warning: light-dark(#7a5200, #ffd476);
  --ground: light-dark(#fff, #14171a); --ink: light-dark(#1b1e21, #e3e2de); --rule: light-dark(#c9ced2, #3b4249); }
.mark { position: absolute; width: ${SIZE}px; height: ${SIZE}px; padding: 0; border: 0; background: none; display: grid; place-items: center; cursor: pointer; border-radius: 6px; }
.mark:hover, .mark:focus-visible, .mark[aria-current] { background: color-mix(in srgb, currentColor 16%, transparent); }
.mark:focus-visible { outline: 2px solid currentColor; outline-offset: 1px; }
.mark.refusal, .mark.fatal { color: var(--fatal); } .mark.error { color: var(--error); } .mark.warning { color: var(--warning); }
.shape .fill { fill: currentColor; } .shape .cut { fill: none; stroke: var(--ground); stroke-width: 1.7; stroke-linecap: round; }
.mark.tight { justify-items: start; } .tight .many { right: auto; left: 0; bottom: -7px; }
.many { position: absolute; right: -3px; bottom: -3px; font: 700 10px/14px system-ui, sans-serif; min-width: 14px; border-radius: 7px; background: currentColor; box-shadow: 0 0 0 1.5px var(--ground); text-align: center; }
.many span { color: var(--ground); }
.told { position: absolute; width: max-content; max-width: min(22rem, 78vw); visibility: hidden; padding: .5rem .65rem; border-radius: 6px; background: var(--ground); color: var(--ink);
  border: 1px solid var(--rule); box-shadow: 0 6px 24px #00000038; font: 13px/1.45 system-ui, sans-serif; pointer-events: none; z-index: 1; }
.told p { margin: 0; } .told code { font: 12px ui-monospace, Menlo, Consolas, monospace; } .told q { quotes: "“" "”"; } .told p + p { margin-top: .4rem; } .told .hint { opacity: .8; }
.mark:is(:hover, :focus-visible) + .told { visibility: visible; }
@media print { :host { display: none; } }
`;

// A section begins with its heading, not with the edge of its box.
const begins = (element) => (element.matches("section, div, article") && element.querySelector("h1, h2, h3, h4, h5, h6, p")) || element;

export class Marks {
  constructor(frame, choose) {
    this.frame = frame;
    this.choose = choose;
    this.findings = [];
    this.current = "";
    this.places = new Map(); // Where each was found: until it is looked for again, it stays with that element.
  }

  // After the frame loaded: a place for the marks in the new page.
  attach() {
    const root = this.frame.document;
    const host = root.createElement("div");
    host.setAttribute("data-preview", "marks");
    const tree = host.attachShadow({ mode: "open" });
    const sheet = new root.defaultView.CSSStyleSheet();
    sheet.replaceSync(STYLE);
    tree.adoptedStyleSheets = [sheet];
    tree.addEventListener("click", (event) => {
      const key = event.target.closest(".mark")?.dataset.key;
      if (key) this.choose(key);
    });
    root.documentElement.append(host);
    this.tree = tree;
    this.watch?.disconnect();
    // Pictures that arrive and windows that narrow move passages; the marks go with them.
    this.watch = new ResizeObserver(() => this.soon());
    this.watch.observe(root.body);
    this.place();
  }

  show(findings) {
    this.findings = findings;
    this.places = new Map();
    this.soon();
  }

  point(key) {
    this.current = key;
    this.soon();
  }

  soon() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.place();
    });
  }

  place() {
    const root = this.frame.document;
    if (!root || !this.tree || !root.body.offsetHeight) return;
    const { scrollX, scrollY } = root.defaultView;
    const left = (root.querySelector("article") || root.body).getBoundingClientRect().left + scrollX;
    // Where the margin is narrower than a mark, its shape keeps to the edge, so that no letter is covered.
    const tight = left < SIZE + 8;
    const x = tight ? Math.max(0, left - SHAPE - 2) : left - SIZE - 8;
    let free = 0;
    const marks = this.#passages().map(({ top, all }) => {
      const y = Math.max(top + scrollY, free);
      free = y + SIZE + 2;
      return { x, y, all, tight };
    });
    const focused = document.activeElement === this.frame.element && this.tree.activeElement?.dataset.all.split(" ");
    this.tree.replaceChildren(...marks.flatMap((mark, number) => this.#drawn(mark, number)));
    // Whoever stood on a mark stands on it again.
    if (focused) [...this.tree.querySelectorAll(".mark")].find(({ dataset }) => focused.some((key) => dataset.all.includes(key)))?.focus({ preventScroll: true });
  }

  // Findings of one passage share a mark; in the order of the page.
  #passages() {
    const found = new Map();
    for (const finding of this.findings) {
      const known = this.places.get(finding.key);
      let element = known?.isConnected ? known : this.frame.find(finding.anchor);
      if (!element) continue;
      this.places.set(finding.key, element);
      element = block(element);
      while (element && !element.getClientRects().length) element = element.parentElement;
      if (!element) continue;
      const passage = found.get(element) || { top: begins(element).getBoundingClientRect().top, all: [] };
      passage.all.push(finding);
      found.set(element, passage);
    }
    return [...found.values()].sort((a, b) => a.top - b.top);
  }

  #drawn({ x, y, all, tight }, number) {
    const worst = SEVERITIES.find((severity) => all.some((finding) => finding.severity === severity));
    const chosen = all.find((finding) => finding.key === this.current);
    const label = all.map((finding) => `${finding.severity}: ${finding.message}`).join("; ");
    const mark = h("button", { type: "button", class: `mark ${worst}${tight ? " tight" : ""}`, "data-key": (chosen || all[0]).key, "data-all": all.map(({ key }) => key).join(" "), "aria-label": label, "aria-current": chosen ? "true" : false },
      shape(worst), all.length > 1 && h("span", { class: "many", "aria-hidden": "true" }, h("span", {}, all.length)));
    const told = h("div", { class: "told", "aria-hidden": "true", id: `told-${number}` },
      all.slice(0, 4).map((finding) => [h("p", {}, said(finding)), finding.hint && h("p", { class: "hint" }, typed(finding.hint))]),
      all.length > 4 && h("p", {}, `and ${all.length - 4} more`));
    Object.assign(mark.style, { left: `${x}px`, top: `${y}px` });
    Object.assign(told.style, { left: `${x + SIZE + 8}px`, top: `${y}px` });
    return [mark, told];
  }
}
