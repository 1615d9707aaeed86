// The panel of findings: grouped, filtered, each with its place and what can be done about it.
import { base, counted, fill, h, one, shape } from "./elements.js";
import { SEVERITIES } from "./standing.js";

const MOST = 200; // Findings that a person can look through; more are found with the filter.

export const NAMES = { refusal: "Refusals", fatal: "Fatal", error: "Errors", warning: "Warnings" };

// What the filter lets through, in the order of the panel.
export function visible(findings, { text, hidden }) {
  const sought = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return findings.filter((finding) => {
    const said = [finding.message, finding.quote, finding.hint, finding.rule, finding.file, finding.guideline].join(" ").toLowerCase();
    return !hidden.includes(finding.severity) && sought.every((word) => said.includes(word));
  });
}

export function grouped(findings, by) {
  const name = {
    severity: (finding) => NAMES[finding.severity],
    guideline: (finding) => finding.guideline || "Asked for by no guideline",
    file: (finding) => base(finding.file) || "No file",
  }[by];
  const groups = new Map();
  for (const finding of findings) {
    const title = name(finding);
    if (groups.has(title)) groups.get(title).push(finding);
    else groups.set(title, [finding]);
  }
  return [...groups];
}

export function showFindings({ findings, waived, counts }, kept, current) {
  const all = visible(findings, kept);
  const shown = all.slice(0, MOST);
  one("tab-findings").replaceChildren("Findings", findings.length ? h("span", { class: "number" }, findings.length) : "");
  fill(one("severities"), SEVERITIES.filter((severity) => counts[severity] || kept.hidden.includes(severity)).map((severity) =>
    h("button", { type: "button", class: `choice ${severity}`, id: `only-${severity}`, "aria-pressed": String(!kept.hidden.includes(severity)), "data-do": "severity", "data-severity": severity },
      shape(severity), counted(counts[severity], severity))));
  one("filter").hidden = !findings.length;
  fill(one("findings"),
    !findings.length && h("p", { class: "empty" }, "Nothing was found that is wrong."),
    findings.length > 0 && !shown.length && h("p", { class: "empty" }, "The filter leaves nothing."),
    grouped(shown, kept.grouping).map(([title, group]) => h("section", { id: `group-${title.replace(/\W+/g, "-")}` },
      h("h2", {}, title, h("span", { class: "number" }, group.length)),
      h("ul", {}, group.map((finding) => row(finding, finding.key === current))))),
    all.length > MOST && h("p", { class: "empty" }, `and ${(all.length - MOST).toLocaleString("en")} more; the filter finds them`),
    waived.length > 0 && h("details", { class: "waived", id: "waived" },
      h("summary", {}, counted(waived.length, "finding", "findings"), " set aside"),
      h("ul", {}, waived.map((finding) => h("li", { class: "finding", id: `w-${finding.key}` },
        h("p", { class: "said" }, said(finding)), place(finding),
        h("p", { class: "hint" }, `${finding.by}, ${finding.on}: ${finding.because}`))))));
  return grouped(shown, kept.grouping).flatMap(([, group]) => group);
}

// What stands between backticks is to be typed as it is.
export const typed = (text) => text.split(/`([^`]+)`/).map((part, at) => (at % 2 ? h("code", {}, part) : part));

export const said = (finding) => [typed(finding.message), finding.quote && finding.severity !== "refusal" && [": ", h("q", {}, finding.quote)]];

export function place({ file, line, column }) {
  if (!file) return null;
  return h("button", { type: "button", class: "place", "data-do": "open", "data-file": file, "data-line": line || 1, "data-column": column || 1, title: "Open in the editor" },
    base(file), line ? `:${line}` : "");
}

function row(finding, isCurrent) {
  const { key, severity, hint, fix, waivable, why, source, rule, guideline, anchor } = finding;
  return h("li", { class: `finding ${severity}`, id: `f-${key}`, "aria-current": isCurrent ? "true" : false, "data-key": key },
    h("button", { type: "button", class: "said", "data-do": "jump", "data-key": key, title: anchor ? "Show it in the draft" : "Show it in the source" }, shape(severity), h("span", { class: "unseen" }, `${severity}: `), h("span", {}, said(finding))),
    hint && h("p", { class: "hint" }, typed(hint)),
    h("div", { class: "do" },
      place(finding),
      fix && h("button", { type: "button", class: "strong", "data-do": "fix", "data-key": key }, "Fix…"),
      waivable && h("button", { type: "button", "data-do": "waive", "data-key": key }, "Set aside…")),
    h("details", { id: `why-${key}` }, h("summary", {}, "Why"),
      h("p", {}, typed(why)), h("p", { class: "quiet" }, [rule, guideline, source].filter(Boolean).join(" · "))));
}
