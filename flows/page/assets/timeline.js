// Events over time, and the dead below, with a brush for the period. What is dated no more exactly than a bar is wide
// stands hatched on top of the others: it happened some time in a longer span that begins there.
"use strict";
(() => {
  const { events, size, whole, make } = report;
  const box = document.getElementById("timeline"),
    said = document.getElementById("timeline-said");
  const MARGIN = { left: 44, right: 12, top: 8 },
    TALL = 190,
    GAP = 26,
    LOW = 74,
    VAGUE = 5,
    MOST_BARS = 110;
  const STEPS = [
    ["day", d3.utcDay],
    ["week", d3.utcMonday],
    ["month", d3.utcMonth],
    ["quarter", d3.utcMonth.every(3)],
    ["year", d3.utcYear],
    ["decade", d3.utcYear.every(10)],
  ];
  const starts = Array.from({ length: size }, (_, at) => report.starts(at))
    .filter((start) => start !== null)
    .sort(d3.ascending);
  let everything = false,
    closer = false,
    brushing = false;

  // The days that are drawn: where nearly all events lie, if a few far ones would press the rest into one bar; or the period.
  function span() {
    const { from, to } = report.filter;
    if (closer && (from !== null || to !== null))
      return [from ?? starts[0], Math.max(to ?? starts[starts.length - 1], from ?? starts[0])];
    const full = [starts[0], starts[starts.length - 1]],
      core = [d3.quantileSorted(starts, 0.02), d3.quantileSorted(starts, 0.98)];
    const wide = full[1] - full[0],
      near = core[1] - core[0],
      margin = Math.max(3, near * 0.06);
    return everything || wide < 3 * near + 30
      ? full
      : [Math.max(full[0], Math.floor(core[0] - margin)), Math.min(full[1], Math.ceil(core[1] + margin))];
  }

  function bins([first, last]) {
    const from = report.toDay(first),
      to = report.toDay(last + 1);
    const [name, step] =
      STEPS.find(([, interval]) => interval.range(interval.floor(from), to).length <= MOST_BARS) ??
      STEPS[STEPS.length - 1];
    const edges = step.range(step.floor(from), to),
      days = edges.map((edge) => Math.round(edge / 86400000));
    days.push(Math.round(step.offset(edges[edges.length - 1], 1) / 86400000));
    return { name, days, list: edges.map((edge) => ({ edge, stack: [0, 0, 0, 0, 0, 0], low: 0, best: 0, high: 0 })) };
  }

  function fill({ days, list }) {
    const outside = { before: 0, after: 0, none: 0 };
    for (let at = 0; at < size; at++) {
      if (!report.passes(at, report.PERIOD)) continue;
      const start = report.starts(at);
      if (start === null) {
        outside.none++;
        continue;
      }
      if (start < days[0]) {
        outside.before++;
        continue;
      }
      if (start >= days[days.length - 1]) {
        outside.after++;
        continue;
      }
      const number = d3.bisectRight(days, start) - 1,
        bin = list[number];
      bin.stack[report.ends(at) - start + 1 > days[number + 1] - days[number] ? VAGUE : (events.quad[at] ?? 0)]++;
      const sum = report.deathsOf(at);
      bin.low += sum.low;
      bin.best += sum.best;
      bin.high += sum.high;
    }
    return outside;
  }

  report.deathsOf = (at) => {
    if (!report.happened.has(report.word("status", at))) return { low: 0, best: 0, high: 0 };
    const low = events.low[at],
      best = events.best[at],
      high = events.high[at],
      said = best ?? low ?? high ?? 0;
    return { low: low ?? 0, best: said, high: Math.max(high ?? said, said) };
  };

  function draw() {
    if (!starts.length) {
      box.replaceChildren(make("p", { class: "quiet" }, "No event has a date."));
      return;
    }
    const width = Math.max(280, box.clientWidth),
      days = bins(span()),
      outside = fill(days),
      { list } = days;
    const x = d3.scaleUtc(
      [report.toDay(days.days[0]), report.toDay(days.days[days.days.length - 1])],
      [MARGIN.left, width - MARGIN.right],
    );
    const y = d3.scaleLinear([0, d3.max(list, (bin) => d3.sum(bin.stack)) || 1], [TALL, MARGIN.top]).nice(4);
    const floor = TALL + GAP + LOW,
      z = d3.scaleLinear([0, d3.max(list, (bin) => bin.high) || 1], [floor, TALL + GAP + 8]).nice(2);
    const svg = d3
      .create("svg")
      .attr("viewBox", [0, 0, width, floor + 4])
      .attr("height", floor + 4)
      .attr("role", "img")
      .attr(
        "aria-label",
        `Events and deaths by ${days.name}; the fields From and To above set the period without a pointer`,
      );
    const hatch = svg
      .append("defs")
      .append("pattern")
      .attr("id", "hatch")
      .attr("width", 5)
      .attr("height", 5)
      .attr("patternUnits", "userSpaceOnUse")
      .attr("patternTransform", "rotate(45)");
    hatch.append("rect").attr("width", 5).attr("height", 5).attr("class", "rest");
    hatch
      .append("line")
      .attr("y2", 5)
      .attr("stroke", "currentColor")
      .attr("stroke-opacity", 0.55)
      .attr("stroke-width", 2.4);
    svg
      .append("g")
      .attr("transform", `translate(${MARGIN.left},0)`)
      .call(
        d3
          .axisLeft(y)
          .ticks(4)
          .tickFormat((value) => (Number.isInteger(value) ? whole.format(value) : ""))
          .tickSize(-(width - MARGIN.left - MARGIN.right)),
      )
      .call((axis) => axis.select(".domain").remove());
    svg
      .append("g")
      .attr("transform", `translate(0,${TALL})`)
      .call(
        d3
          .axisBottom(x)
          .ticks(Math.max(3, width / 110))
          .tickSizeOuter(0),
      );
    svg
      .append("g")
      .attr("transform", `translate(${MARGIN.left},0)`)
      .call(
        d3
          .axisLeft(z)
          .ticks(2)
          .tickFormat((value) => (Number.isInteger(value) ? whole.format(value) : "")),
      )
      .call((axis) => axis.select(".domain").remove());
    svg
      .append("text")
      .attr("x", MARGIN.left + 4)
      .attr("y", TALL + GAP + 6)
      .text("deaths (best; line: low to high)");
    list.forEach((bin, number) => {
      const left = x(bin.edge),
        wide = Math.max(1, x(report.toDay(days.days[number + 1])) - left - (width > 700 ? 1.5 : 0.5));
      let level = 0;
      for (const kind of [4, 3, 2, 1, 0, VAGUE]) {
        const count = bin.stack[kind];
        if (!count) continue;
        svg
          .append("rect")
          .attr("class", kind === VAGUE ? "vague" : `quad${kind}`)
          .attr("x", left)
          .attr("width", wide)
          .attr("y", y(level + count))
          .attr("height", y(level) - y(level + count));
        level += count;
      }
      if (!bin.high) return;
      const middle = left + wide / 2;
      svg
        .append("rect")
        .attr("class", "deaths")
        .attr("fill-opacity", 0.55)
        .attr("x", left)
        .attr("width", wide)
        .attr("y", z(bin.best))
        .attr("height", floor - z(bin.best));
      if (bin.low !== bin.high)
        svg
          .append("line")
          .attr("class", "whisker")
          .attr("x1", middle)
          .attr("x2", middle)
          .attr("y1", z(bin.low))
          .attr("y2", z(bin.high));
    });
    addBrush(svg, x, width, floor);
    svg
      .on("pointermove.tip", (event) => {
        const number = d3.bisectRight(days.days, x.invert(d3.pointer(event, svg.node())[0]) / 86400000) - 1,
          bin = list[number];
        if (!bin) return report.tell("");
        const dead = bin.high
          ? `\n${bin.low === bin.high ? whole.format(bin.best) : `${whole.format(bin.best)} (${whole.format(bin.low)}–${whole.format(bin.high)})`} dead`
          : "";
        const vague = bin.stack[VAGUE]
          ? `\n${whole.format(bin.stack[VAGUE])} of them some time later in a longer span`
          : "";
        report.tell(
          `${days.name} from ${report.iso(days.days[number])}: ${report.plural(d3.sum(bin.stack), "event")}${vague}${dead}`,
          event.clientX,
          event.clientY,
        );
      })
      .on("pointerleave.tip", () => report.tell(""));
    box.replaceChildren(svg.node());
    tell(days.name, outside);
  }

  function addBrush(svg, x, width, floor) {
    const brush = d3
      .brushX()
      .extent([
        [MARGIN.left, 0],
        [width - MARGIN.right, floor],
      ])
      .on("end", ({ selection, sourceEvent }) => {
        if (!sourceEvent || brushing) return;
        report.filter.from = selection ? Math.round(x.invert(selection[0]) / 86400000) : null;
        report.filter.to = selection
          ? Math.max(report.filter.from, Math.round(x.invert(selection[1]) / 86400000) - 1)
          : null;
        report.apply("period");
      });
    const layer = svg.append("g").attr("class", "brush").call(brush).style("touch-action", "pan-y");
    const { from, to } = report.filter;
    if (from === null && to === null) return;
    const [left, right] = x.range(),
      within = (value) => Math.min(right, Math.max(left, value));
    brushing = true;
    const ends = [
      from === null ? left : within(x(report.toDay(from))),
      to === null ? right : within(x(report.toDay(to + 1))),
    ];
    if (ends[0] < ends[1]) layer.call(brush.move, ends);
    brushing = false;
  }

  function tell(name, { before, after, none }) {
    const far = before + after,
      parts = [
        `A bar is a ${name}, coloured by kind; drag over the bars for a period, press beside it for all. `,
        "Hatched: dated no more exactly than to a longer span that begins there. ",
      ];
    if (none) parts.push(`${report.plural(none, "event")} ${none === 1 ? "has" : "have"} no date. `);
    if (far && !everything)
      parts.push(`${report.plural(far, "event")} far before or after ${far === 1 ? "is" : "are"} not drawn. `);
    said.replaceChildren(...parts);
    const hasPeriod = report.filter.from !== null || report.filter.to !== null;
    if (hasPeriod)
      said.append(
        make(
          "button",
          {
            type: "button",
            class: "more",
            onclick: () => {
              closer = !closer;
              draw();
            },
          },
          closer ? "draw more than the period" : "draw the period only",
        ),
        " ",
      );
    if (closer && hasPeriod) return;
    if (far || everything)
      said.append(
        make(
          "button",
          {
            type: "button",
            class: "more",
            onclick: () => {
              everything = !everything;
              draw();
            },
          },
          everything ? "draw where most events are" : "draw all",
        ),
      );
  }

  report.onChange(draw);
  let wide = 0;
  new ResizeObserver(() => {
    if (Math.abs(box.clientWidth - wide) > 4) {
      wide = box.clientWidth;
      requestAnimationFrame(draw);
    }
  }).observe(box);
})();
