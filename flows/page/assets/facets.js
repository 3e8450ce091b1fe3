// Lists of values with bars: how many events have each, under all other filters. A press takes a value or lets it go.
"use strict";
(() => {
  const { make, size, whole } = report;
  const FEW = 8,
    MANY = 60;

  function countsOf(facet) {
    const counts = new Array(facet.names.length).fill(0);
    for (let at = 0; at < size; at++)
      if (report.passes(at, facet.bit)) for (const value of facet.values(at)) counts[value]++;
    return counts;
  }

  function ranked(facet, counts) {
    const values = facet.names.map((_, value) => value).filter((value) => counts[value] || facet.chosen.has(value));
    if (facet.order) return values;
    return values.sort((a, b) => counts[b] - counts[a] || (facet.names[a] < facet.names[b] ? -1 : 1));
  }

  function draw(box, facet) {
    const counts = countsOf(facet),
      values = ranked(facet, counts),
      most = Math.max(1, ...counts);
    const front = facet.order
      ? values
      : [...values.filter((value) => facet.chosen.has(value)), ...values.filter((value) => !facet.chosen.has(value))];
    const list = front.slice(0, facet.all ? MANY : facet.order ? 99 : FEW);
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.value : null;
    const items = list.map((value) => {
      const bar = make("i", facet.key === "quad" ? { class: `fill${value}` } : {});
      bar.style.width = `${(100 * counts[value]) / most}%`;
      if (facet.key === "quad") bar.style.background = `var(--quad${value})`;
      return make(
        "li",
        {},
        make(
          "button",
          {
            type: "button",
            "data-value": value,
            "aria-pressed": String(facet.chosen.has(value)),
            title: facet.names[value],
            onclick: () => report.toggle(facet.key, value),
          },
          make("span", { class: "name" }, facet.names[value]),
          make("span", { class: "number" }, whole.format(counts[value])),
          make("span", { class: "bar", "aria-hidden": "true" }, bar),
        ),
      );
    });
    const level = box.closest(".columns") ? "h3" : "h2";
    const parts = [
      make(level, {}, facet.title),
      items.length ? make("ul", { class: "bars" }, ...items) : make("p", { class: "quiet" }, "none"),
    ];
    if (!facet.order && values.length > FEW) {
      const rest =
        values.length > MANY && facet.all
          ? ` (${whole.format(values.length)} in all; the words filter finds the rest)`
          : "";
      parts.push(
        make(
          "button",
          {
            type: "button",
            class: "more",
            "data-value": "more",
            "aria-expanded": String(Boolean(facet.all)),
            onclick: () => {
              facet.all = !facet.all;
              draw(box, facet);
            },
          },
          facet.all ? `fewer${rest}` : `${whole.format(Math.min(values.length, MANY) - FEW)} more`,
        ),
      );
    }
    box.replaceChildren(...parts);
    if (focused !== null) box.querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  const boxes = [...document.querySelectorAll(".facet[data-facet]")];
  report.onChange(() => {
    for (const box of boxes) draw(box, report.facet[box.dataset.facet]);
  });
})();
