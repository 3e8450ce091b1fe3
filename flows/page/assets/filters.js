// Filters that work together. Each event has a bit for each filter that leaves it out, so that what one chart shows
// (all filters but its own) and what the table shows (all filters) cost one look at a number.
"use strict";
(() => {
  const { events, data, size } = report;
  const single = (column) => (at) => {
    const value = events[column][at];
    return value === null || value < 0 ? [] : [value];
  };
  const partyOf = (at) => [...new Set([events.actor[at], events.recipient[at]].filter((number) => number >= 0))];
  const dyads = new Map(),
    dyadNames = [];
  const dyadOf = Array.from({ length: size }, (_, at) => {
    const [actor, recipient] = [events.actor[at], events.recipient[at]];
    if (actor < 0 || recipient < 0) return [];
    const key = `${actor}>${recipient}`;
    if (!dyads.has(key)) {
      dyads.set(key, dyadNames.length);
      dyadNames.push(`${report.party(actor)} → ${report.party(recipient)}`);
    }
    return [dyads.get(key)];
  });
  const DATED_FROM_PUBLICATION = 6;
  const confidences = ["below 0.3", "0.3 to 0.5", "0.5 to 0.7", "0.7 to 0.85", "0.85 and above", "not said"];
  const bandOf = (sure) => (sure === null ? 5 : sure < 30 ? 0 : sure < 50 ? 1 : sure < 70 ? 2 : sure < 85 ? 3 : 4);

  // key, title, the values of an event, their names; `order` is kept where values have one of their own
  report.facets = [
    { key: "quad", title: "Kind", values: (at) => [events.quad[at] ?? 0], names: report.quads, order: true },
    { key: "type", title: "Type (PLOVER)", values: single("type"), names: events.type_words },
    { key: "status", title: "Status", values: single("status"), names: events.status_words },
    { key: "country", title: "Countries", values: single("country"), names: events.countries.map(([, name]) => name) },
    { key: "party", title: "Parties (either side)", values: partyOf, names: data.parties },
    { key: "dyad", title: "Who to whom", values: (at) => dyadOf[at], names: dyadNames },
    { key: "source", title: "Sources", values: (at) => events.source[at], names: data.sources },
    { key: "sub", title: "Sub-event type (ACLED)", values: single("sub"), names: events.sub_words },
    {
      key: "dated",
      title: "How exact the date",
      order: true,
      names: ["no date", "a day", "2 to 6 days", "a week", "a month", "a year or longer", "only the publication's"],
      values: (at) => [report.word("date_from", at) === "published" ? DATED_FROM_PUBLICATION : (events.dated[at] ?? 0)],
    },
    {
      key: "placed",
      title: "How exact the place",
      order: true,
      names: report.placed,
      values: (at) => [events.placed[at] ?? 0],
    },
    { key: "sure", title: "Confidence", order: true, names: confidences, values: (at) => [bandOf(events.sure[at])] },
    {
      key: "place",
      title: "Places",
      values: single("place"),
      names: events.places.map(
        ([name, division, country]) => [name, division, country].filter(Boolean).join(", ") || "a point",
      ),
    },
  ];
  report.facets.forEach((facet, number) => {
    facet.bit = 1 << number;
    facet.chosen = new Set();
  });
  report.facet = Object.fromEntries(report.facets.map((facet) => [facet.key, facet]));
  const WORDS = 1 << 20,
    SURE = 1 << 21;
  report.PERIOD = 1 << 22;

  report.filter = { words: "", sure: 0, from: null, to: null };
  const missed = new Int32Array(size);
  report.passes = (at, but = 0) => (missed[at] & ~but) === 0;
  report.shown = () => {
    const list = [];
    for (let at = 0; at < size; at++) if (missed[at] === 0) list.push(at);
    return list;
  };

  let texts = null; // what words are looked for in, made when they are first asked for
  const textOf = (at) =>
    [
      events.id[at],
      report.word("type", at),
      report.word("mode", at),
      report.word("sub", at),
      report.party(events.actor[at]),
      report.party(events.recipient[at]),
      report.word("place_text", at),
      report.country(events.country[at]),
      ...(events.place[at] < 0 ? [] : events.places[events.place[at]].slice(0, 2)),
      ...data.sentences[at].flatMap((sentence) => [sentence[2], data.articles[sentence[0]][1]]),
    ]
      .filter(Boolean)
      .join("\n")
      .toLowerCase();

  const set = (bit, holds) => {
    for (let at = 0; at < size; at++) missed[at] = holds(at) ? missed[at] & ~bit : missed[at] | bit;
  };
  const rules = {
    words: () => {
      const wanted = report.filter.words.toLowerCase().split(/\s+/).filter(Boolean);
      if (wanted.length && !texts) texts = Array.from({ length: size }, (_, at) => textOf(at));
      set(WORDS, (at) => wanted.every((word) => texts[at].includes(word)));
    },
    sure: () => set(SURE, (at) => !report.filter.sure || (events.sure[at] ?? 0) >= report.filter.sure),
    period: () => {
      const { from, to } = report.filter;
      set(
        report.PERIOD,
        (at) =>
          (from === null && to === null) ||
          (report.starts(at) !== null &&
            (to === null || report.starts(at) <= to) &&
            (from === null || report.ends(at) >= from)),
      );
    },
  };
  for (const facet of report.facets)
    rules[facet.key] = () =>
      set(facet.bit, (at) => !facet.chosen.size || facet.values(at).some((value) => facet.chosen.has(value)));

  const listeners = [];
  report.onChange = (listener) => listeners.push(listener);
  report.refresh = () => {
    for (const listener of listeners) listener();
  };
  report.apply = (...changed) => {
    for (const name of changed) rules[name]();
    report.refresh();
    writeHash();
  };
  report.toggle = (key, value) => {
    const { chosen } = report.facet[key];
    if (!chosen.delete(value)) chosen.add(value);
    report.apply(key);
  };
  report.clear = () => {
    Object.assign(report.filter, { words: "", sure: 0, from: null, to: null });
    for (const facet of report.facets) facet.chosen.clear();
    report.apply(...Object.keys(rules));
  };

  // The filters stand in the address, so that a view can be kept as a bookmark or sent on.
  function writeHash() {
    const { words, sure, from, to } = report.filter,
      kept = new URLSearchParams();
    if (words) kept.set("words", words);
    if (sure) kept.set("least", String(sure / 100));
    if (from !== null) kept.set("from", report.iso(from));
    if (to !== null) kept.set("to", report.iso(to));
    for (const facet of report.facets) for (const value of facet.chosen) kept.append(facet.key, facet.names[value]);
    try {
      history.replaceState(null, "", kept.toString() ? `#${kept}` : location.pathname + location.search);
    } catch {
      /* some browsers refuse it for files */
    }
  }
  // Set the filters as the address says; false where it names a part of the page.
  report.readHash = () => {
    const kept = new URLSearchParams(location.hash.slice(1));
    const known = (key) => Object.hasOwn(report.facet, key) || ["words", "least", "from", "to", "open"].includes(key);
    if (location.hash && ![...kept.keys()].some(known)) return false; // a link within the page
    report.filter.words = kept.get("words") ?? "";
    report.filter.sure = Math.min(100, Math.max(0, Math.round((Number(kept.get("least")) || 0) * 100)));
    report.filter.from = kept.get("from") ? report.fromIso(kept.get("from")) : null;
    report.filter.to = kept.get("to") ? report.fromIso(kept.get("to")) : null;
    for (const facet of report.facets)
      facet.chosen = new Set(
        kept
          .getAll(facet.key)
          .map((name) => facet.names.indexOf(name))
          .filter((value) => value >= 0),
      );
    for (const rule of Object.values(rules)) rule();
    report.refresh();
    return true;
  };
})();
