// What asks or explains before something happens: a fix with its difference, a command to copy, the shortcuts.
import { base, h, one } from "./elements.js";
import { said, typed } from "./findings.js";

const dialog = () => one("dialog");

function open(title, ...children) {
  const place = dialog();
  place.replaceChildren(h("div", { class: "top" }, h("h2", { id: "dialog-title" }, title), h("button", { type: "button", class: "tool", "data-do": "close", title: "Close (Esc)" }, "Close")), ...children);
  if (!place.open) place.showModal();
}

export const close = () => dialog().open && (dialog().close(), true);

// `ask(dry)` gives the difference that the fix makes, or throws what speaks against it.
export async function fix(finding, ask) {
  const state = h("p", { role: "status" }, "Looking what it would change…");
  const diff = h("pre", { class: "diff", tabindex: 0, "aria-label": "What it changes" });
  const button = h("button", { type: "button", class: "main", disabled: true }, "Change the file");
  open("Fix", h("p", {}, said(finding)), state, diff, h("footer", {}, button));
  try {
    const { diff: text } = await ask(true);
    diff.replaceChildren(...lines(text));
    state.textContent = "Only these lines change; comments and layout stay.";
    button.disabled = false;
    button.focus();
  } catch (problem) {
    state.textContent = problem.message;
  }
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await ask(false);
      close();
    } catch (problem) {
      state.textContent = problem.message;
      button.disabled = false;
    }
  });
}

function lines(text) {
  const kind = (line) => (/^(\+\+\+|---|@@)/.test(line) ? "at" : { "+": "more", "-": "less" }[line[0]] || "");
  return text.replace(/\n$/, "").split("\n").map((line) => h("span", { class: kind(line) }, `${line}\n`));
}

// A waiver is signed by name, so it is made in the terminal.
export function waive(finding, id, copy) {
  const at = finding.field ? ` --at ${finding.field}` : "";
  const command = `casewright waive ${finding.rule} --case ${id}${at} --because "…" --as "Your Name"`;
  open("Set aside",
    h("p", {}, said(finding)),
    h("p", {}, "A person answers for it by name, so this is done in the terminal. It is kept in the case and shown in every report."),
    h("pre", { class: "command", tabindex: 0, "aria-label": "Command" }, command),
    h("footer", {}, button("Copy", () => copy(command))));
}

function button(text, act) {
  const element = h("button", { type: "button", class: "main" }, text);
  element.addEventListener("click", act);
  return element;
}

export function place(file, line, copy, why) {
  const text = `${file}:${line}`;
  open("Open in the editor",
    why ? h("p", {}, why) : h("p", {}, "No editor is known here. Name one when you start the preview, such as ", h("code", {}, "--editor 'code -g {file}:{line}:{column}'"), "."),
    h("p", {}, "The place, to copy:"),
    h("pre", { class: "command", tabindex: 0, "aria-label": "Place" }, text),
    h("footer", {}, button("Copy", () => copy(text))));
}

const SHORTCUTS = [
  ["1 2 3 4", "Draft, PDF, Checklist, Source"],
  ["j k", "next, previous finding"],
  ["o", "open the finding in the editor"],
  ["f", "filter findings, or search in the PDF"],
  ["b", "show or hide the panel"],
  ["v", "look at it as another journal, style or language"],
  ["g l", "go to the list of cases"],
  ["g p", "go to the progress panel"],
  ["t", "light, dark, or as the system"],
  ["Esc", "close what is open"],
  ["?", "this list"],
];

export function help(on, turn) {
  const box = h("input", { type: "checkbox", id: "single", checked: on });
  box.addEventListener("change", () => turn(box.checked));
  open("Shortcuts",
    h("dl", { class: "keys" }, SHORTCUTS.map(([keys, what]) => h("div", {}, h("dt", {}, keys.split(" ").map((key) => [h("kbd", {}, key), " "])), h("dd", {}, what)))),
    h("p", {}, h("label", { for: "single" }, box, " Use shortcuts of a single key")));
}

// Over the last good page, or instead of a page: why there is none now.
export function stopped({ standing, broken, findings, draft }, isFolded) {
  if (!["stopped", "refused", "broken"].includes(standing)) return null;
  const grave = { stopped: "fatal", refused: "refusal" }[standing];
  const why = findings.filter(({ severity }) => severity === grave);
  const heading = {
    refused: "Nothing of this case is written or shown until this is mended",
    stopped: draft.shown ? "This is the last good draft: what was saved since cannot be built" : "There is no draft yet, because of this",
    broken: "Making this draft broke. That is a mistake of Casewright, not yours",
  }[standing];
  const mayFold = draft.shown && standing !== "refused";
  if (isFolded && mayFold)
    return h("div", { class: "folded", role: "status" }, h("p", {}, heading), h("button", { type: "button", "data-do": "unfold" }, "Show why"));
  return h("section", { class: `card ${standing}`, "aria-label": heading },
    h("h2", { role: "alert" }, heading),
    broken && h("p", {}, "The terminal tells the details. ", h("code", {}, broken)),
    why.map((finding) => h("article", { "data-key": finding.key },
      h("p", { class: "said" }, said(finding)),
      finding.excerpt && h("pre", { tabindex: 0, "aria-label": "The place in the file" }, finding.excerpt),
      finding.hint && h("p", { class: "hint" }, typed(finding.hint)),
      h("div", { class: "do" },
        finding.file && h("button", { type: "button", class: "place", "data-do": "open", "data-file": finding.file, "data-line": finding.line || 1, "data-column": finding.column || 1 }, base(finding.file), finding.line ? `:${finding.line}` : ""),
        finding.fix && h("button", { type: "button", class: "strong", "data-do": "fix", "data-key": finding.key }, "Fix…")))),
    mayFold && h("footer", {}, h("button", { type: "button", class: "main", "data-do": "fold" }, "Read the last good draft"), h("p", { class: "quiet" }, "This goes by itself when it is mended.")));
}
