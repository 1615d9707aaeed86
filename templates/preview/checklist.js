// The checklist tab: every item of a guideline with what was found, where, what is lacking, and who confirmed it.
import { fill, h, one, shape } from "./elements.js";
import { place, typed } from "./findings.js";

export const STATES = {
  missing: "missing",
  weak: "weak",
  "not-printed": "in source, not printed",
  unknown: "declared unknown",
  "not-applicable": "not applicable",
  found: "found",
};
const EXPLAINED = {
  missing: "Nothing of it is in the text.",
  weak: "There is a trace of it, or something is lacking.",
  "not-printed": "case.yaml has it, but no reader sees it.",
  unknown: "It is missing, and case.yaml says that it is not known.",
  "not-applicable": "For the reason given.",
  found: "There is a passage about it. Whether it is good enough, a person confirms.",
};

export function showChecklist({ id, checklists, draft }, kept) {
  const list = checklists.find((each) => each.id === kept.guideline) || checklists[0];
  if (!list) {
    fill(one("view-checklist"), h("p", { class: "empty" }, !draft.shown ? "There is no checklist while nothing of this case may be shown." : "No guideline has been looked at yet."));
    return;
  }
  const items = list.items.filter(({ state }) => !kept.states.length || kept.states.includes(state));
  fill(one("view-checklist"), h("div", { class: "sheet", id: "checklist" },
    h("header", {},
      checklists.length > 1 && h("div", { class: "choices", role: "group", "aria-label": "Guideline" }, checklists.map((each) =>
        h("button", { type: "button", class: "choice", id: `guideline-${each.id}`, "data-do": "guideline", "data-id": each.id, "aria-pressed": String(each.id === list.id) }, each.title))),
      h("h2", {}, list.title),
      h("p", { class: "quiet" }, [list.of && `${list.of} items are known here.`, list.extended_by && `As ${list.extended_by} changes it.`,
        "Found is not the same as adequate: that is for a person to confirm, in the terminal: "].filter(Boolean).join(" "), h("code", {}, `casewright sign ${id} --as "Your Name"`)),
      h("div", { class: "choices", role: "group", "aria-label": "States shown" }, Object.entries(STATES).filter(([state]) => list.counts[state]).map(([state, word]) =>
        h("button", { type: "button", class: `choice state ${state}`, id: `state-${state}`, "data-do": "state", "data-state": state, "aria-pressed": String(kept.states.includes(state)), title: EXPLAINED[state] },
          shape(state), `${list.counts[state]} ${word}`)))),
    h("ol", { class: "items" }, items.map((item) => row(list.id, item))),
    !items.length && h("p", { class: "empty" }, "No item is in this state.")));
}

function row(list, item) {
  const { id, topic, requirement, person, state, reason, evidence, lacks, advice, confirmation, waivers } = item;
  return h("li", { class: `item ${state}`, id: `item-${list}-${id}` },
    h("h3", {}, h("span", { class: "id" }, id), topic),
    h("p", { class: `state ${state}`, title: EXPLAINED[state] }, shape(state), STATES[state]),
    h("div", { class: "what" },
      h("p", {}, requirement),
      reason && h("p", { class: "reason" }, reason),
      lacks.map((lack) => h("div", { class: "lack" }, h("p", {}, h("b", {}, "Lacking: "), typed(lack.message)), lack.fix && lack.fix !== lack.message && h("p", { class: "hint" }, typed(lack.fix)), place(lack))),
      evidence.length > 0 && h("ul", { class: "evidence" }, evidence.map(passage)),
      advice.map((lack) => h("p", { class: "quiet advised" }, "Advised: ", typed(lack.fix))),
      person && h("p", { class: "person" }, h("b", {}, "For a person to judge: "), person),
      waivers.map(({ by, because }) => h("p", { class: "quiet" }, `Set aside by ${by}: ${because}`)),
      confirmed(confirmation)));
}

function passage({ anchor, where, excerpt, strong }) {
  return h("li", { class: strong ? "" : "trace" },
    h("button", { type: "button", class: "excerpt", "data-do": "passage", "data-anchor": anchor, title: "Show it in the draft" },
      h("span", { class: "where" }, where, !strong && " · only a trace"), h("q", {}, excerpt)));
}

function confirmed({ state, by, on }) {
  if (state === "confirmed") return h("p", { class: "confirmed" }, shape("confirmed"), `Confirmed by ${by}, ${on}`);
  if (state === "lapsed") return h("p", { class: "lapsed" }, `${by} confirmed it on ${on}, before the passage changed: it is to be confirmed again.`);
  if (state === "altered") return h("p", { class: "lapsed" }, "The file of signatures was changed by hand: what it says of this item does not count.");
  return null;
}
