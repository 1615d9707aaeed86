// The progress panel: items by state, words against limits, and what another journal would change. Never one number.
import { counted, fill, h, one, shape } from "./elements.js";
import { STATES } from "./checklist.js";
import { said } from "./findings.js";

export function showProgress(state) {
  const { checklists, progress } = state;
  fill(one("panel-progress"),
    state.draft.stale && h("p", { class: "quiet stale" }, "This is counted in the last good draft, not in what was saved since."),
    checklists.map(items),
    progress && h("section", { id: "words" }, h("h2", {}, "Words"), h("dl", { class: "words" }, progress.words.map(words))),
    progress && h("section", { id: "amounts" }, h("h2", {}, "Parts"),
      h("p", {}, [counted(progress.references, "reference"), counted(progress.figures, "figure"), counted(progress.tables, "table")].join(" · "))),
    !progress && h("p", { class: "empty" }, "There is nothing to count yet."),
    cost(state));
}

const PARTS = { abstract: "Abstract", text: "Main text" };

// One small shape for each item, in the guideline's order; the same in words below.
function items({ id, title, counts, confirmed, of, items: all }) {
  const said = Object.entries(STATES).filter(([state]) => counts[state]);
  return h("section", { id: `items-${id}` },
    h("h2", {}, title),
    h("div", { class: "cells" }, all.map((item) =>
      h("button", { type: "button", class: `cell ${item.state}`, "data-do": "item", "data-id": `item-${id}-${item.id}`, "data-list": id, title: `${item.id} ${item.topic}: ${STATES[item.state]}` },
        shape(item.state), h("span", { class: "unseen" }, `${item.id} ${item.topic}: ${STATES[item.state]}`)))),
    h("ul", { class: "legend" }, said.map(([state, word]) => h("li", { class: `state ${state}` }, shape(state), `${counts[state]} ${word}`)),
      h("li", { class: "state" }, shape("confirmed"), `${confirmed} confirmed by a person`)),
    of && h("p", { class: "quiet" }, `${of} items are known here.`));
}

function words({ part, count, limit, sure }) {
  const over = limit !== null && count > limit;
  const bar = limit !== null && h("meter", { min: 0, max: Math.max(limit, count), high: limit, optimum: 0, value: count, "aria-label": `${PARTS[part] || part}: ${count} of ${limit} words` });
  return h("div", { class: over ? "over" : "" },
    h("dt", {}, PARTS[part] || part),
    h("dd", {}, count.toLocaleString("en"), limit === null ? "" : ` of ${limit.toLocaleString("en")}`, over && h("strong", {}, `, ${(count - limit).toLocaleString("en")} too many`), bar,
      limit !== null && sure && h("span", { class: "quiet sure" }, `source of the limit: ${sure}`)));
}

function cost({ retargeted, views }) {
  const { journals, chosen, own } = views;
  const name = Object.fromEntries(journals);
  return h("section", { id: "cost" },
    h("h2", {}, "Another journal"),
    h("label", { class: "field" }, h("span", {}, "Show what it would change"), chooser("journal", journals, chosen.journal || "", `The case’s own: ${name[own.journal] || own.journal}`, "progress-journal")),
    retargeted ? difference(retargeted) : h("p", { class: "quiet" }, "Nothing is written to the case; the draft is shown as that journal wants it."));
}

function difference({ journal, verified_on, comes, goes, stays, items: open, by_itself, to_settle, not_known }) {
  const list = (title, rows, one, folded) => rows.length > 0 && h("details", { open: !folded, id: `cost-${title.replace(/\W/g, "-")}` },
    h("summary", {}, h("h3", {}, title, h("span", { class: "number" }, rows.length))), h("ul", { class: "changes" }, rows.map((row) => h("li", {}, one(row)))));
  return [
    h("p", { class: "quiet" }, `Its profile is ${verified_on ? `verified on ${verified_on}` : "not verified by a person"}. Nothing is written to the case.`),
    !comes.length && h("p", {}, `${journal || "No journal"} asks for nothing more that could be found.`),
    list("To change by hand", comes, (finding) => [shape(finding.severity), finding.key ? h("button", { type: "button", "data-do": "choose", "data-key": finding.key }, said(finding)) : h("span", {}, said(finding))]),
    list("Newly open in the checklist", open, ({ id, message, fix }) => h("span", {}, h("b", {}, id), ` ${message}`, fix && h("span", { class: "quiet" }, ` ${fix}`))),
    list("Falls away", goes, (finding) => [shape(finding.severity), h("span", {}, said(finding))]),
    list("Changes by itself", by_itself, ({ what, before, after }) => h("span", {}, h("b", {}, what), `: ${before} → ${after}`), true),
    list("For you to settle", to_settle, ({ topic, says, sure }) => h("span", {}, h("b", {}, topic), `: ${says} `, h("span", { class: "quiet" }, `(${sure})`)), true),
    list("Not known, so look it up", not_known, (topic) => topic, true),
    stays > 0 && h("p", { class: "quiet" }, `${counted(stays, "finding")} to mend for both.`),
  ];
}

// A drop-down of names, the first of which is the case's own choice.
export function chooser(name, choices, now, own, id) {
  return h("select", { "data-switch": name, id }, own !== null && h("option", { value: "", selected: !now }, own),
    choices.map(([value, label]) => h("option", { value, selected: value === now }, label)));
}
