// Head, fields, totals, deaths and the state of the data; then everything is drawn once.
"use strict";
(() => {
  const { data, events, size, make, whole } = report,
    { about, state } = data;
  const find = (id) => document.getElementById(id);
  const days = about.first_published
    ? `published ${about.first_published} to ${about.last_published}`
    : "without days of publication";
  find("about").textContent =
    `${report.plural(about.shown, "event")} of ${about.home}${about.asked ? ` (${about.asked})` : ""}, from ${report.plural(about.articles, "article")} ${days}. Made ${about.made_at}.`;
  if (about.matching > about.shown) {
    find("limit").hidden = false;
    find("limit").textContent =
      `This page holds the ${whole.format(about.shown)} newest of ${whole.format(about.matching)} events (by date, then confidence; those without a date come last), and all figures are of these. A narrower period, country, type, status or confidence, or a higher --limit, shows others.`;
  }
  if (!size) {
    find("empty").hidden = false;
    find("empty").textContent = about.events
      ? `None of the ${report.plural(about.events, "event")} of the warehouse is in this selection${about.asked ? `: ${about.asked}` : ""}.`
      : "The warehouse holds no events yet: nothing was read, or nothing was found in what was read. `dateline status` tells what was read, `dateline rejected` what was refused.";
  }

  const fields = { words: find("words"), sure: find("sure"), from: find("from"), to: find("to") };
  let waiting = 0;
  const soon = (action) => {
    clearTimeout(waiting);
    waiting = setTimeout(action, 150);
  };
  fields.words.addEventListener("input", () => {
    report.filter.words = fields.words.value;
    soon(() => report.apply("words"));
  });
  fields.sure.addEventListener("input", () => {
    report.filter.sure = Number(fields.sure.value);
    tellSure();
    soon(() => report.apply("sure"));
  });
  for (const end of ["from", "to"])
    fields[end].addEventListener("change", () => {
      report.filter[end] = fields[end].value ? report.fromIso(fields[end].value) : null;
      report.apply("period");
    });
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    report.clear();
  });
  const tellSure = () => {
    find("sure-said").textContent = (report.filter.sure / 100).toFixed(2);
  };

  function show() {
    const { words, sure, from, to } = report.filter;
    if (document.activeElement !== fields.words) fields.words.value = words;
    fields.sure.value = sure;
    tellSure();
    fields.from.value = from === null ? "" : report.iso(from);
    fields.to.value = to === null ? "" : report.iso(to);
    const shown = report.shown();
    find("count").textContent =
      shown.length === size
        ? `All ${report.plural(size, "event")}`
        : `${whole.format(shown.length)} of ${report.plural(size, "event")}`;
    const chip = (text, action) =>
      make(
        "li",
        {},
        make(
          "button",
          {
            type: "button",
            "aria-label": `Take away the filter ${text}`,
            onclick: () => {
              action();
              fields.words.focus({ preventScroll: true });
            },
          },
          `${text} ✕`,
        ),
      );
    find("chips").replaceChildren(
      ...report.facets.flatMap((facet) =>
        [...facet.chosen].map((value) =>
          chip(`${facet.title}: ${facet.names[value]}`, () => report.toggle(facet.key, value)),
        ),
      ),
    );
    tiles(shown);
    deaths(shown);
  }

  function sums(list) {
    const total = { low: 0, best: 0, high: 0, told: 0, open: 0, injured: 0 };
    for (const at of list) {
      if (!report.happened.has(report.word("status", at))) continue;
      const { low, best, high } = report.deathsOf(at);
      total.low += low;
      total.best += best;
      total.high += high;
      total.injured += events.injured[at] ?? 0;
      if (events.best[at] !== null || events.low[at] !== null || events.high[at] !== null) {
        total.told++;
        if (events.high[at] === null) total.open++;
      }
    }
    return total;
  }
  const range = ({ low, best, high, open }) =>
    low === high && !open
      ? whole.format(best)
      : `${whole.format(low)} – ${whole.format(high)}${open ? " or more" : ""}`;

  function tiles(shown) {
    const total = sums(shown),
      places = new Set(shown.map((at) => events.place[at]).filter((place) => place >= 0)),
      countries = new Set(shown.map((at) => events.country[at]).filter((country) => country >= 0));
    const articles = new Set(shown.flatMap((at) => data.sentences[at].map(([article]) => article)));
    const tile = (number, text) => make("div", { class: "tile" }, make("b", {}, number), make("span", {}, text));
    find("tiles").replaceChildren(
      tile(whole.format(shown.length), shown.length === 1 ? "event" : "events"),
      tile(whole.format(total.best), `deaths, best count (${range(total)})`),
      tile(whole.format(total.injured), "injured"),
      tile(whole.format(countries.size), countries.size === 1 ? "country" : "countries"),
      tile(whole.format(places.size), places.size === 1 ? "place" : "places"),
      tile(whole.format(articles.size), `article${articles.size === 1 ? "" : "s"} quoted`),
    );
  }

  const facts = (heads, rows) =>
    make(
      "table",
      { class: "facts" },
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          ...heads.map((head, number) => make("th", { scope: "col", class: number ? "right" : "" }, head)),
        ),
      ),
      make(
        "tbody",
        {},
        ...rows.map((row) =>
          make(
            "tr",
            {},
            ...row.map((cell, number) =>
              make(number ? "td" : "th", number ? { class: "right" } : { scope: "row" }, String(cell)),
            ),
          ),
        ),
      ),
    );

  function deaths(shown) {
    const by = d3
        .rollups(
          shown.filter((at) => events.best[at] !== null || events.low[at] !== null || events.high[at] !== null),
          sums,
          (at) => report.country(events.country[at]) ?? "no country",
        )
        .filter(([, total]) => total.told)
        .sort((a, b) => b[1].best - a[1].best)
        .slice(0, 8),
      total = sums(shown);
    const line = (name, sum) => [
      name,
      whole.format(sum.low),
      whole.format(sum.best),
      `${whole.format(sum.high)}${sum.open ? "+" : ""}`,
      whole.format(sum.told),
    ];
    find("deaths").replaceChildren(
      total.told
        ? facts(
            ["country", "low", "best", "high", "events"],
            [line("all shown", total), ...by.map(([name, sum]) => line(name, sum))],
          )
        : make("p", { class: "quiet" }, "No count of the dead in what is shown."),
      make(
        "p",
        { class: "quiet" },
        `Sums of events that are said to have happened. ${total.open ? `+: ${report.plural(total.open, "event")} ${total.open === 1 ? "names" : "name"} no upper bound. ` : ""}Reports that were not recognised as one event count twice.`,
      ),
    );
  }

  function stateOf() {
    const box = find("state"),
      add = (...parts) => box.append(...parts),
      total = d3.sum(state.rejects, (row) => row.records);
    add(make("h3", {}, "The input, as a whole"));
    add(
      make(
        "p",
        { class: "quiet" },
        `${report.plural(about.articles, "article")}: ${whole.format(about.copies)} copies, ${whole.format(about.uncoded)} stored but not coded (in other languages, or refused), ${whole.format(about.without_day)} without a day of publication.${state.run ? ` Last run ${state.run.run_id}: ${state.run.status}.` : ""}`,
      ),
    );
    if (state.published_from.length)
      add(
        facts(
          ["day of publication from", "articles"],
          state.published_from.map(([from, count]) => [from, whole.format(count)]),
        ),
      );
    add(make("p", {}, make("b", {}, total ? `${report.plural(total, "record")} refused` : "Nothing was refused")));
    if (total)
      add(
        facts(
          ["rule", "records"],
          state.rejects.map((row) => [row.rule, whole.format(row.records)]),
        ),
      );
    add(
      make(
        "p",
        {},
        make(
          "b",
          {},
          state.found.length
            ? `${whole.format(state.found.length)} of ${report.plural(state.checks, "check")} found something`
            : `${report.plural(state.checks, "check")}, none found anything`,
        ),
      ),
    );
    if (state.found.length)
      add(
        facts(
          ["check", "severity", "rows"],
          state.found.map((row) => [row.check, row.severity, whole.format(row.rows)]),
        ),
        ...state.found
          .filter((row) => row.message || row.remedy)
          .map((row) =>
            make("p", { class: "quiet" }, `${row.check}: ${[row.message, row.remedy].filter(Boolean).join(" ")}`),
          ),
      );
  }

  report.onChange(show);
  stateOf();
  const open = () => Math.min(20, Number(new URLSearchParams(location.hash.slice(1)).get("open")) || 0);
  addEventListener("hashchange", () => {
    if (report.readHash()) report.openFirst(open());
  });
  if (!report.readHash()) report.refresh();
  report.openFirst(open());
  document.documentElement.dataset.ready = "yes";
})();
