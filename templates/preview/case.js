// The page of a case: one state from the server, several ways to look at it. Start reading here.
import { showChecklist } from "./checklist.js";
import * as dialogs from "./dialogs.js";
import { fill, h, one, shape } from "./elements.js";
import { showFindings } from "./findings.js";
import { Frame } from "./frame.js";
import { kept as keptFor } from "./kept.js";
import { Marks } from "./marks.js";
import { chooser, showProgress } from "./progress.js";
import { ask, keepToken, listen, painted, read } from "./server.js";
import { Sheets } from "./sheets.js";
import { Shortcuts } from "./shortcuts.js";
import { Sources } from "./sources.js";
import { standing } from "./standing.js";
import * as theme from "./theme.js";

const TABS = ["draft", "pdf", "checklist", "source"];
const SWITCHES = ["journal", "style", "language", "layout", "guideline"]; // In the order of the server's addresses.
const id = document.body.dataset.case;
const kept = keptFor(id);
let state = null;
let view = ""; // As the address says it: `journal=jmcr`.
let current = ""; // Key of the finding that was chosen.
let order = []; // Findings as the panel shows them.
let settled = false;
let folded = ""; // Keys of the fatal findings whose explanation was put aside.

const address = (path, query) => {
  const asked = new URLSearchParams(view);
  for (const [name, value] of Object.entries(query)) asked.set(name, value);
  return `/case/${id}/${path}${asked.size ? `?${asked}` : ""}`;
};

const frame = new Frame(one("view-draft"), {
  loaded: () => { marks.attach(); one("view-draft").removeAttribute("aria-busy"); },
  patched: () => marks.soon(),
  scrolled: (top) => { kept.scroll.draft = top; },
  key: (event) => shortcuts.pressed(event),
  outside: (href) => {
    const address = new URL(href, `${location.origin}/build/${id}/`);
    if (["http:", "https:", "mailto:"].includes(address.protocol)) window.open(address, "_blank", "noopener");
  },
});
const marks = new Marks(frame, (key) => choose(key, { panel: true }));
const sheets = new Sheets(kept, address);
const sources = new Sources(kept, address);
document.addEventListener("themed", () => frame.colour());

// --- what the server says ---

let busy = false;
let again = false;

async function refresh() {
  again = busy;
  if (busy) return;
  busy = true;
  try {
    do {
      again = false;
      const asked = view;
      const fresh = await read(address("state", {}));
      if (asked !== view) again = true;
      else await show(fresh);
    } while (again);
  } catch (problem) {
    // Where the server went away, the line of news asks again when it is back.
    if (problem.status === 404) lost();
    else if (!(problem instanceof TypeError)) throw problem;
  } finally {
    busy = false;
  }
}

async function show(fresh) {
  state = fresh;
  const open = state.findings.length;
  document.title = open ? `(${open}) ${id}` : id;
  fill(one("standing"), standing(state.standing, state.counts));
  showDraft();
  order = showFindings(state, kept, current);
  marks.show(state.draft.shown ? state.findings : []);
  showProgress(state);
  showChecklist(state, kept);
  showPanelButton();
  showSwitches();
  fill(one("cases"), state.others.map((other) => h("option", { value: other, selected: other === id }, other)));
  sheets.show(state.pdf);
  if (!settled) settle();
  if (kept.tab === "source") await sources.show(state, true);
  else sources.state = state;
}

// The folder was renamed or deleted; when it is back, so is all of this.
function lost() {
  state = null;
  order = [];
  frame.hide();
  one("stopped").hidden = false;
  fill(one("stopped"), h("section", { class: "card" }, h("h2", { role: "alert" }, "This case is not there any more"), h("p", {}, `There is no folder cases/${id}/ now. When it comes back, so does this page.`), h("p", {}, h("a", { href: "/" }, "All cases"))));
}

function showDraft() {
  const { draft, standing: now, findings } = state;
  const fatal = findings.filter(({ severity }) => severity === "fatal").map(({ key }) => key).join(" ");
  if (draft.shown) frame.show(draft.url, draft.version, `The draft of ${id}`);
  else frame.hide();
  if (now === "waiting" && !draft.shown) one("view-draft").setAttribute("aria-busy", "true");
  const told = dialogs.stopped(state, folded === (fatal || now) && draft.shown);
  // Its own tab for it: the files are where it is mended.
  const place = one("stopped");
  const within = place.contains(document.activeElement);
  place.hidden = !told || kept.tab === "source";
  fill(place, told);
  cover(Boolean(told) && !place.hidden && !place.querySelector(".folded"));
  if (within && !place.contains(document.activeElement)) one("content").focus({ preventScroll: true });
}

// What lies below the explanation cannot be reached until it goes; then whoever was there is there again.
let covered = null; // What had the focus.
function cover(isCovered) {
  const views = ["draft", "pdf", "checklist"].map((name) => one(`view-${name}`));
  const before = document.activeElement;
  if (isCovered && views.some((view_) => view_.contains(before))) {
    const within = before === frame.element && frame.document?.activeElement;
    covered = within && within.localName !== "body" ? within : before;
    one("content").focus({ preventScroll: true });
  }
  for (const view_ of views) view_.inert = isCovered;
  if (isCovered || !covered) return;
  if ([document.body, one("content")].includes(before) && covered.isConnected) covered.focus({ preventScroll: true });
  covered = null;
}

function showPanelButton() {
  const button = one("panel-button");
  button.setAttribute("aria-expanded", String(kept.panel));
  button.replaceChildren(shape("panel"), h("span", { class: "word" }, kept.panel ? "Hide" : "Findings"), !kept.panel && state?.findings.length ? h("span", { class: "number" }, state.findings.length) : "");
  button.title = kept.panel ? "Hide the panel (b)" : "Show findings and progress (b)";
  one("work").classList.toggle("with-panel", kept.panel);
}

listen({
  shown: id,
  told: async ({ case: of, part, version, view: seen, page }) => {
    if (part === "list") refresh();
    if (of !== id) return;
    if (part === "draft" && (seen || "") === view && state?.draft.shown && frame.element && version !== frame.version) {
      frame.update(version, page);
      await painted(); // What is around the draft can wait for it.
    }
    refresh();
  },
  back: () => { one("lost").hidden = true; refresh(); },
  gone: () => { one("lost").hidden = false; },
});

// --- where the reader is ---

function go(tab, { push = true } = {}) {
  kept.tab = TABS.includes(tab) ? tab : "draft";
  for (const name of TABS) {
    const isIt = name === kept.tab;
    one(`tab-${name}`).setAttribute("aria-selected", String(isIt));
    one(`tab-${name}`).tabIndex = isIt ? 0 : -1;
    one(`view-${name}`).hidden = !isIt;
  }
  if (push) remember();
  if (!state) return;
  showDraft();
  if (kept.tab === "draft") marks.soon();
  if (kept.tab === "pdf") sheets.show(state.pdf);
  if (kept.tab === "source") sources.show(state, true);
}

function part(name) {
  kept.part = name;
  for (const each of ["findings", "progress"]) {
    one(`tab-${each}`).setAttribute("aria-selected", String(each === name));
    one(`tab-${each}`).tabIndex = each === name ? 0 : -1;
    one(`panel-${each}`).hidden = each !== name;
  }
}

function panel(isOpen) {
  if (!isOpen && one("panel").contains(document.activeElement)) one("panel-button").focus();
  kept.panel = isOpen;
  showPanelButton();
}

// The address says tab, view and line, so that going back and reloading come here again.
function remember(replace = false) {
  const asked = new URLSearchParams(view);
  if (kept.tab !== "draft") asked.set("tab", kept.tab);
  const line = kept.tab === "source" && sources.line ? `#L${sources.line}` : "";
  const next = `/case/${id}${asked.size ? `?${asked}` : ""}${line}`;
  if (next === location.pathname + location.search + location.hash) return;
  history[replace ? "replaceState" : "pushState"](null, "", next);
}

function arrive() {
  const asked = new URLSearchParams(location.search);
  const before = view;
  const tab = asked.get("tab") || (state ? "draft" : location.search ? "draft" : kept.tab);
  view = viewed(asked);
  const line = /^#L(\d+)$/.exec(location.hash);
  if (line) sources.line = Number(line[1]);
  go(tab, { push: false });
  if (state && before !== view) refresh();
}
addEventListener("popstate", arrive);

// On paper a frame is as long as what it holds.
addEventListener("beforeprint", () => frame.stretch(true));
addEventListener("afterprint", () => frame.stretch(false));

// --- another journal, style, language, layout, guideline: looked at, never written ---

function showSwitches() {
  const { views } = state;
  const { journals, styles, languages, layouts, guidelines, chosen, own } = views;
  const names = Object.fromEntries([...journals, ...languages, ...layouts, ...guidelines]);
  const asked = own.guidelines.map((name) => names[name] || name).join(" + ");
  const field = (name, label, choices, usual) => h("label", { class: "field" }, h("span", {}, label), chooser(name, choices, chosen[name] || "", usual, `switch-${name}`));
  fill(one("switches"),
    field("journal", "Journal", journals, `The case’s own: ${names[own.journal] || own.journal}`),
    field("style", "Citation style", styles, "The journal’s own"),
    field("language", "Fixed words in", languages, own.language ? `The case’s own: ${names[own.language] || own.language}` : "The case’s own"),
    field("layout", "Layout of the PDF", layouts.filter(([name]) => name !== "article"), names.article),
    field("guideline", "Guideline", guidelines, asked ? `The case’s own: ${asked}` : "The case’s own"),
    h("p", { class: "quiet" }, "Only looked at: nothing is written to the case or to build/."));
  const seen = SWITCHES.filter((name) => chosen[name]).map((name) => names[chosen[name]] || chosen[name]);
  one("seen-as").hidden = !seen.length;
  fill(one("seen-as"), h("p", {}, `Seen as: ${seen.join(" · ")}. Nothing of this is written.`), h("button", { type: "button", "data-do": "own" }, "Back to the case’s own"));
  one("view-button").replaceChildren(shape("view"), h("span", { class: "word" }, "Look as"));
  one("view-button").title = "Another journal, style, language, layout or guideline (v)";
}

const viewed = (asked) => new URLSearchParams(SWITCHES.filter((name) => asked.get(name)).map((name) => [name, asked.get(name)])).toString();

function look(name, value) {
  const asked = new URLSearchParams(view);
  if (value) asked.set(name, value);
  else asked.delete(name);
  view = viewed(asked);
  remember();
  refresh();
}

document.addEventListener("change", ({ target }) => {
  if (target.dataset.switch) look(target.dataset.switch, target.value);
  else if (target.id === "cases") location.assign(`/case/${target.value}`);
  else if (target.id === "grouping") { kept.grouping = target.value; list(); }
});

// --- findings ---

// Where the reader was before a reload.
function settle() {
  settled = true;
  one("findings").scrollTop = kept.scroll.panel;
  if (kept.tab === "checklist") one("view-checklist").scrollTop = kept.scroll.checklist;
}

const finding = (key) => state.findings.find((each) => each.key === key);

function list() {
  if (!state) return;
  order = showFindings(state, kept, current);
}

function choose(key, { panel: opens = false, jump = false } = {}) {
  current = key;
  marks.point(key);
  list();
  if (opens) {
    panel(true);
    part("findings");
  }
  const row = one(`f-${key}`);
  row?.scrollIntoView({ block: "nearest" });
  if (opens) row?.querySelector("button")?.focus({ preventScroll: true });
  if (jump) reach(finding(key), jump === "near");
}

// In the draft where it is printed, in the source where it is not. Who steps from one to the next stays on the tab.
function reach(chosen, stays) {
  if (!chosen || (stays && kept.tab !== "source" && !(chosen.anchor && kept.tab === "draft"))) return;
  if (chosen.anchor && state.draft.shown && kept.tab !== "source") {
    if (kept.tab !== "draft") go("draft");
    narrow();
    requestAnimationFrame(() => frame.reveal(chosen.anchor));
  } else if (state.files.includes(chosen.file)) line(chosen.file, chosen.line || 1);
}

async function line(file, number) {
  narrow();
  kept.file = file;
  sources.line = number;
  go("source");
  await sources.go(file, number);
}

// On a small screen the panel lies over what it leads to.
function narrow() {
  if (!matchMedia("(min-width: 60rem)").matches) panel(false);
}

function step(by) {
  if (!order.length) return;
  const at = order.findIndex(({ key }) => key === current);
  const next = order[at < 0 ? (by > 0 ? 0 : order.length - 1) : Math.max(0, Math.min(order.length - 1, at + by))];
  choose(next.key, { jump: "near" });
  say(`${next.severity}: ${next.message}`);
}

async function open(file, number, column) {
  try {
    const { address: editor, opened } = await ask("/open", { file, line: number, column });
    if (editor) location.assign(editor);
    else if (opened) say("Opened in the editor");
    else dialogs.place(file, number, copy);
  } catch (problem) {
    dialogs.place(file, number, copy, problem.message);
  }
}

function copy(text) {
  navigator.clipboard.writeText(text).then(() => say("Copied"), () => say("The browser does not let this page copy."));
}

let silence;
function say(text) {
  clearTimeout(silence);
  one("said").textContent = text;
  silence = setTimeout(() => { one("said").textContent = ""; }, 3500);
}

// --- what can be pressed ---

const DO = {
  jump: ({ key }) => choose(key, { jump: true }),
  choose: ({ key }) => choose(key, { panel: true }),
  open: ({ file, line: number, column }) => open(file, Number(number), Number(column)),
  "open-file": () => open(kept.file, sources.line || 1, 1),
  fix: ({ key }) => dialogs.fix(finding(key), (dry) => ask(address("fix", {}), { key, dry })),
  waive: ({ key }) => dialogs.waive(finding(key), id, copy),
  close: () => dialogs.close(),
  help: () => dialogs.help(shortcuts.on, (on) => { shortcuts.on = on; }),
  panel: () => panel(!kept.panel),
  switches: () => switches(one("switches").hidden),
  own: () => { view = ""; remember(); refresh(); },
  fold: () => { folded = state.findings.filter(({ severity }) => severity === "fatal").map(({ key }) => key).join(" ") || state.standing; showDraft(); one("stopped").querySelector("button")?.focus(); },
  unfold: () => { folded = ""; showDraft(); one("stopped").querySelector("footer button")?.focus(); },
  severity: ({ severity }) => { toggle(kept.hidden, severity); list(); },
  state: ({ state: name }) => { toggle(kept.states, name); showChecklist(state, kept); },
  guideline: ({ id: name }) => { kept.guideline = name; showChecklist(state, kept); },
  item: ({ id: row, list: name }) => { kept.guideline = name; kept.states = []; narrow(); go("checklist"); showChecklist(state, kept); one(row)?.scrollIntoView({ block: "center" }); one(row)?.animate([{ backgroundColor: "var(--flash)" }, { backgroundColor: "transparent" }], 1600); },
  passage: ({ anchor }) => { go("draft"); requestAnimationFrame(() => frame.reveal(anchor) || say("This passage is not in the draft any more.")); },
  file: ({ file }) => { sources.line = 0; sources.go(file, 0); remember(true); },
  hit: ({ step: by }) => sheets.step(Number(by)),
  zoom: ({ zoom }) => sheets.zoom(zoom),
};

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-do]");
  if (pressed && (state || ["close", "help", "panel"].includes(pressed.dataset.do))) DO[pressed.dataset.do]?.(pressed.dataset);
  if (pressed) regain(pressed);
  const tab = event.target.closest("[data-tab]");
  if (tab) go(tab.dataset.tab);
  const half = event.target.closest("[data-part]");
  if (half) part(half.dataset.part);
  if (event.target === one("dialog")) dialogs.close();
  if (!event.target.closest("#switches, #view-button")) switches(false);
});

// Where what was pressed leads away from itself, the keyboard goes on from there.
function regain(pressed) {
  if ([document.body, pressed].includes(document.activeElement) && !pressed.checkVisibility()) one("content").focus({ preventScroll: true });
}
one("dialog").addEventListener("close", () => requestAnimationFrame(() => {
  if (document.activeElement === document.body) one(kept.panel && kept.part === "findings" ? "findings" : "content").focus({ preventScroll: true });
}));

function toggle(list_, value) {
  const at = list_.indexOf(value);
  if (at < 0) list_.push(value);
  else list_.splice(at, 1);
}

function switches(isOpen) {
  if (!isOpen && one("switches").contains(document.activeElement)) one("view-button").focus();
  one("switches").hidden = !isOpen;
  one("view-button").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) one("switch-journal")?.focus();
}

one("filter-text").value = kept.text;
one("filter-text").addEventListener("input", ({ target }) => { kept.text = target.value; list(); });
one("filter").addEventListener("submit", (event) => { event.preventDefault(); step(1); });
one("grouping").value = kept.grouping;
one("findings").addEventListener("scroll", ({ target }) => { kept.scroll.panel = target.scrollTop; }, { passive: true });
one("view-checklist").addEventListener("scroll", ({ target }) => { kept.scroll.checklist = target.scrollTop; }, { passive: true });

const shortcuts = new Shortcuts({
  tab: (number) => go(TABS[number]),
  step,
  open: () => { const chosen = state && finding(current); if (chosen) open(chosen.file, chosen.line || 1, chosen.column || 1); },
  filter: () => {
    if (kept.tab === "pdf" && one("pdf-sought")) return one("pdf-sought").focus();
    panel(true);
    part("findings");
    one("filter-text").focus();
  },
  panel: () => panel(!kept.panel),
  switches: () => switches(one("switches").hidden),
  cases: () => location.assign("/"),
  progress: () => { panel(true); part("progress"); one("tab-progress").focus(); },
  theme: () => say(`Colours: ${theme.turn()}`),
  help: DO.help,
  close: () => { switches(false); if (document.activeElement?.matches("input")) document.activeElement.blur(); },
});

// The panel is as wide as its edge is dragged.
const edge = one("edge");
function widen(width) {
  kept.width = Math.round(Math.max(280, Math.min(width, innerWidth * 0.6)));
  one("work").style.setProperty("--panel", `${kept.width}px`);
  edge.setAttribute("aria-valuenow", String(kept.width));
  edge.setAttribute("aria-valuemin", "280");
  edge.setAttribute("aria-valuemax", String(Math.round(innerWidth * 0.6)));
}
edge.addEventListener("pointerdown", (event) => {
  edge.setPointerCapture(event.pointerId);
  one("work").classList.add("dragging");
});
edge.addEventListener("pointermove", (event) => { if (edge.hasPointerCapture(event.pointerId)) widen(innerWidth - event.clientX); });
edge.addEventListener("lostpointercapture", () => one("work").classList.remove("dragging"));
edge.addEventListener("keydown", ({ key }) => { if (key === "ArrowLeft") widen(kept.width + 20); if (key === "ArrowRight") widen(kept.width - 20); });

// Tabs take the arrows; what is chosen is shown at once.
for (const tabs of [one("tabs"), one("panel-tabs")]) {
  tabs.addEventListener("keydown", (event) => {
    const all = [...tabs.querySelectorAll('[role="tab"]')];
    const at = all.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    const to = all[(next + all.length) % all.length];
    to.focus();
    to.click();
    event.preventDefault();
  });
}

one("home").replaceChildren(shape("home"), h("span", { class: "unseen" }, "All cases"));
one("panel-close").replaceChildren(shape("close"), h("span", { class: "unseen" }, "Hide the panel"));
frame.scroll = kept.scroll.draft;
keepToken();
widen(kept.width);
part(kept.part);
arrive();
showPanelButton();
