// The progress panel: items by state, words against limits, and what another journal would change. Never one number.
import { counted, fill, h, one, shape } from "./elements.js";
import { STATES } from "./checklist.js";
import { said } from "./findings.js";

export function showProgress(state, plain) {
  const { checklists, progress, views } = state;
  fill(one("panel-progress"),
    checklists.map(items),
    progress && h("section", { id: "words" }, h("h2", {}, "Words"), h("dl", { class: "words" }, progress.words.map(words))),
    progress && h("section", { id: "amounts" }, h("h2", {}, "Parts"),
      h("p", {}, [counted(progress.references, "reference"), counted(progress.figures, "figure"), counted(progress.tables, "table")].join(" · "))),
    !progress && h("p", { class: "empty" }, "There is nothing to count yet."),
    cost(state, plain, views));
}

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
  const bar = limit !== null && h("meter", { min: 0, max: Math.max(limit, count), high: limit, optimum: 0, value: count, "aria-label": `${part}: ${count} of ${limit} words` });
  return h("div", { class: over ? "over" : "" },
    h("dt", {}, part),
    h("dd", {}, count.toLocaleString("en"), limit === null ? "" : ` of ${limit.toLocaleString("en")}`, over && h("strong", {}, `, ${(count - limit).toLocaleString("en")} too many`), bar,
      sure && limit !== null && h("span", { class: "quiet" }, ` ${sure}`)));
}

function cost(state, plain, views) {
  const { journals, chosen, own } = views;
  const now = chosen.journal || "";
  const name = Object.fromEntries(journals);
  return h("section", { id: "cost" },
    h("h2", {}, "Another journal"),
    h("label", { class: "field" }, h("span", {}, "Show what it would change"), chooser("journal", journals, now, `The case’s own: ${name[own.journal] || own.journal}`, "progress-journal")),
    now ? difference(plain, state, name[now] || now) : h("p", { class: "quiet" }, "Nothing is written to the case; the draft is shown as that journal wants it."));
}

function difference(plain, state, journal) {
  if (!plain) return h("p", { class: "quiet" }, "Looking…");
  const keys = (list) => new Set(list.findings.map(({ key }) => key));
  const [before, now] = [keys(plain), keys(state)];
  const come = state.findings.filter(({ key }) => !before.has(key));
  const go = plain.findings.filter(({ key }) => !now.has(key));
  const list = (title, findings, mark) => findings.length > 0 && [h("h3", {}, title), h("ul", { class: "changes" }, findings.map((finding) => h("li", {}, mark, shape(finding.severity), h("span", {}, said(finding)))))];
  return [
    h("p", {}, `For ${journal}: ${counted(come.length, "finding")} would come, ${go.length} would go.`),
    list("Come", come, h("span", { class: "sign", "aria-hidden": "true" }, "+")),
    list("Go", go, h("span", { class: "sign", "aria-hidden": "true" }, "−")),
  ];
}

// A drop-down of names, the first of which is the case's own choice.
export function chooser(name, choices, now, own, id) {
  return h("select", { "data-switch": name, id }, own !== null && h("option", { value: "", selected: !now }, own),
    choices.map(([value, label]) => h("option", { value, selected: value === now }, label)));
}
