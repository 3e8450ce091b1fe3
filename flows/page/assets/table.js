// The table of events; a row opens the sentences that say so, where they stand in their articles.
"use strict";
(() => {
  const { events, data, make } = report;
  const box = document.getElementById("table"),
    more = document.getElementById("more");
  const PAGE = 50;
  let order = { column: "when", down: true },
    length = PAGE,
    list = [];
  const open = new Set();
  const textual = (value) => (value ?? "￿").toLowerCase();
  const COLUMNS = [
    { key: "when", title: "When", sort: (at) => report.starts(at) ?? -1e9 },
    { key: "what", title: "What", sort: (at) => textual(report.word("sub", at) ?? report.word("type", at)) },
    { key: "who", title: "Who to whom", sort: (at) => textual(report.party(events.actor[at])) },
    { key: "where", title: "Where", sort: (at) => textual(placeName(at)) },
    { key: "dead", title: "Deaths", right: true, sort: (at) => events.best[at] ?? events.low[at] ?? -1 },
    { key: "status", title: "Status", sort: (at) => textual(report.word("status", at)) },
    { key: "sure", title: "Confidence", right: true, sort: (at) => events.sure[at] ?? -1 },
    { key: "articles", title: "Articles", right: true, sort: (at) => events.articles[at] ?? 0 },
  ];
  function placeName(at) {
    const place = report.place(at),
      country = report.country(events.country[at]);
    return [...new Set([place?.name, place?.division, country].filter(Boolean))].join(", ") || null;
  }
  const kindOf = (at) =>
    (
      report.word("sub", at) ?? [report.word("type", at), report.word("mode", at)].filter(Boolean).join(", ")
    ).replaceAll("/", "/\u200b");

  function row(at) {
    const isOpen = open.has(at),
      date =
        report.word("date_from", at) === "published"
          ? make("span", { class: "tag", title: "Only the article's day of publication is known" }, "published")
          : null;
    const cell = (label, ...inside) => make("td", label ? { "data-label": label } : {}, ...inside);
    const button = make(
      "button",
      {
        type: "button",
        class: "open-it",
        "aria-expanded": String(isOpen),
        "aria-label": `${report.when(at)}, ${kindOf(at)}: show the sentence`,
      },
      report.when(at),
    );
    const dead = report.deaths(at),
      vague = (events.placed[at] ?? 0) > 2 ? make("span", { class: "tag" }, report.placed[events.placed[at]]) : null;
    const who = [report.party(events.actor[at]), report.party(events.recipient[at])],
      to = who[1] ? [make("span", { class: "quiet" }, " → "), who[1]] : [];
    const tr = make(
      "tr",
      { class: isOpen ? "event open" : "event" },
      cell("", button, " ", date),
      cell("", kindOf(at)),
      cell("", who[0] ?? (who[1] ? "?" : ""), ...to),
      cell("", placeName(at) ?? "", " ", vague),
      cell(dead ? "Deaths" : "", dead ?? ""),
      cell("", report.word("status", at)),
      cell("Confidence", events.sure[at] === null ? "" : (events.sure[at] / 100).toFixed(2)),
      cell("Articles", String(events.articles[at] ?? "")),
    );
    for (const number of [4, 6, 7]) tr.children[number].classList.add("right");
    tr.addEventListener("click", (event) => {
      if (!event.target.closest("a") && !String(getSelection())) toggle(at, tr);
    });
    return isOpen ? [tr, proof(at)] : [tr];
  }

  function toggle(at, tr) {
    const isOpen = !open.delete(at);
    if (isOpen) open.add(at);
    tr.classList.toggle("open", isOpen);
    tr.querySelector(".open-it").setAttribute("aria-expanded", String(isOpen));
    if (isOpen) tr.after(proof(at));
    else tr.nextElementSibling?.remove();
  }

  // Sentence, trigger and what stands around them; strangers' texts, so never as markup.
  function quote([article, before, text, behind, start, end, attribution]) {
    const [, title, source, day, url] = data.articles[article];
    const head = make(
      "cite",
      {},
      title || "(no title)",
      make("small", {}, ` ${[source < 0 ? null : data.sources[source], day].filter(Boolean).join(", ")} `),
    );
    if (url && /^https?:\/\//i.test(url))
      head.append(
        make("small", {}, make("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, "article")),
      );
    const whole = start !== null && end !== null && start >= 0 && end > start && end <= [...text].length,
      letters = [...text];
    const said = whole
      ? make(
          "mark",
          {},
          letters.slice(0, start).join(""),
          make("b", {}, letters.slice(start, end).join("")),
          letters.slice(end).join(""),
        )
      : make("mark", {}, text);
    return make(
      "blockquote",
      {},
      head,
      make("span", { class: "around" }, before),
      said,
      make("span", { class: "around" }, behind),
      attribution ? make("div", { class: "quiet" }, `who says so: “${attribution}”`) : null,
    );
  }

  function proof(at) {
    const sentences = data.sentences[at],
      facts = [],
      say = (name, value) => {
        if (value !== null && value !== undefined && value !== "")
          facts.push(make("dt", {}, name), make("dd", {}, value));
      };
    const sides = (text) => (text ? `“${text}”` : "");
    say("event", events.id[at]);
    say(
      "coded as",
      [report.word("type", at), report.word("mode", at)].filter(Boolean).join(", ") +
        (report.word("sub", at) ? `; ACLED: ${report.word("sub", at)}` : "") +
        `; ${report.quads[events.quad[at] ?? 0]}`,
    );
    say(
      "when",
      `${report.when(at)} ${sides(report.word("date_text", at))} (from ${report.word("date_from", at)}; ${report.dated[events.dated[at] ?? 0]})`,
    );
    say(
      "where",
      `${placeName(at) ?? "no place"} ${sides(report.word("place_text", at))} (from ${report.word("place_from", at)}; ${report.placed[events.placed[at] ?? 0]})`,
    );
    const numbers = [
      ["injured", events.injured[at]],
      ["arrested", events.arrested[at]],
      ["abducted", events.abducted[at]],
    ]
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${value} ${name}`);
    say("harm", [report.deaths(at) ? `${report.deaths(at)} dead` : null, ...numbers].filter(Boolean).join(", "));
    const others = (events.articles[at] ?? 0) - new Set(sentences.map(([article]) => article)).size;
    const rest =
      others > 0
        ? make(
            "p",
            { class: "quiet" },
            `${report.plural(others, "article")} more ${others === 1 ? "tells" : "tell"} of it: dateline sql "FROM event_mentions WHERE event_id = '${events.id[at]}'"`,
          )
        : null;
    const cell = make(
      "td",
      { colspan: COLUMNS.length },
      make("dl", {}, ...facts),
      ...sentences.map(quote),
      sentences.length ? null : make("p", { class: "quiet" }, "no sentence is kept for it"),
      rest,
    );
    return make("tr", { class: "proof" }, cell);
  }

  function sorted(shown) {
    const { sort } = COLUMNS.find((column) => column.key === order.column),
      keys = new Map(shown.map((at) => [at, sort(at)])),
      sign = order.down ? -1 : 1;
    return shown.sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      return x < y ? -sign : x > y ? sign : a - b;
    });
  }

  function head() {
    return make(
      "thead",
      {},
      make(
        "tr",
        {},
        ...COLUMNS.map((column) => {
          const isOrder = order.column === column.key,
            button = make(
              "button",
              {
                type: "button",
                "data-key": column.key,
                onclick: () => {
                  order = {
                    column: column.key,
                    down: isOrder ? !order.down : ["when", "dead", "sure", "articles"].includes(column.key),
                  };
                  draw();
                  box.querySelector(`[data-key="${column.key}"]`).focus();
                },
              },
              `${column.title}${isOrder ? (order.down ? " ↓" : " ↑") : ""}`,
            );
          return make(
            "th",
            {
              scope: "col",
              class: column.right ? "right" : "",
              "aria-sort": isOrder ? (order.down ? "descending" : "ascending") : "none",
            },
            button,
          );
        }),
      ),
    );
  }

  function draw() {
    list = sorted(report.shown());
    length = PAGE;
    const body = make("tbody", {}, ...list.slice(0, length).flatMap(row));
    box.replaceChildren(
      list.length
        ? make("table", { class: "events" }, head(), body)
        : make("p", { class: "quiet" }, "No event fulfils all filters."),
    );
    tellMore();
  }
  function tellMore() {
    more.hidden = length >= list.length;
    more.textContent = `Show ${Math.min(PAGE, list.length - length)} more of ${report.whole.format(list.length - length)}`;
  }
  more.addEventListener("click", () => {
    const added = list.slice(length, length + PAGE).flatMap(row);
    length += PAGE;
    box.querySelector("tbody").append(...added);
    tellMore();
    added[0]?.querySelector("button").focus();
  });
  report.openFirst = (count) => {
    for (const tr of [...box.querySelectorAll(".event")].slice(0, count)) tr.querySelector(".open-it").click();
  };
  report.onChange(draw);
})();
