// What a reader set up, kept for this tab and this case over a reload.
const USUAL = {
  tab: "draft",
  part: "findings",
  panel: true,
  width: 380,
  text: "",
  hidden: [],
  grouping: "severity",
  states: [],
  guideline: "",
  file: "",
  sought: "",
  zoom: "fit",
  scroll: { draft: 0, pdf: 0, checklist: 0, source: 0, panel: 0 },
};

export function kept(id) {
  const key = `casewright-${id}`;
  let before = {};
  try {
    before = JSON.parse(sessionStorage.getItem(key) || "{}");
  } catch {
    // What cannot be read is as good as nothing.
  }
  const now = { ...structuredClone(USUAL), ...before, scroll: { ...USUAL.scroll, ...before.scroll } };
  if (!("panel" in before)) now.panel = matchMedia("(min-width: 60rem)").matches;
  addEventListener("pagehide", () => sessionStorage.setItem(key, JSON.stringify(now)));
  return now;
}
