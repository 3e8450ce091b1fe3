// The data of the page as columns, and the words for their codes.
"use strict";
const report = {};
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("data"),
    events = data.events;
  report.world = read("world");
  report.data = data;
  report.events = events;
  report.size = events.id.length;
  const DAY = 86400000;

  report.quads = ["not said", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];
  report.dated = ["no date", "a day", "2 to 6 days", "a week", "a month", "a year or longer"];
  report.placed = [
    "no place",
    "the place itself",
    "near it",
    "a district",
    "a division",
    "a region",
    "a country",
    "several countries, or sea",
  ];
  report.happened = new Set(["actual", "ongoing", "claimed"]);

  report.word = (column, at) => {
    const number = events[column][at];
    return number < 0 ? null : events[`${column}_words`][number];
  };
  report.party = (number) => (number < 0 ? null : data.parties[number]);
  report.country = (number) => (number < 0 ? null : events.countries[number][1]);
  report.place = (at) => {
    const number = events.place[at];
    if (number < 0) return null;
    const [name, division, country, latitude, longitude] = events.places[number];
    return { number, name, division, country, latitude, longitude };
  };
  report.starts = (at) => events.start[at];
  report.ends = (at) => (events.start[at] === null ? null : events.start[at] + (events.days[at] || 0));
  report.toDay = (number) => new Date(number * DAY);
  report.fromIso = (text) => {
    const time = Date.parse(`${text}T00:00:00Z`);
    return Number.isNaN(time) ? null : Math.round(time / DAY);
  };
  report.iso = (number) => new Date(number * DAY).toISOString().slice(0, 10);
  report.whole = new Intl.NumberFormat("en");
  report.plural = (count, noun) => `${report.whole.format(count)} ${noun}${count === 1 ? "" : "s"}`;

  // When an event was, no more exact than it is known.
  report.when = (at) => {
    const start = report.starts(at);
    if (start === null) return "no date";
    const first = report.iso(start),
      last = report.iso(report.ends(at)),
      exact = events.dated[at];
    if (exact === 4 && first.slice(0, 7) === last.slice(0, 7)) return first.slice(0, 7);
    if (exact === 5 && first.slice(0, 4) === last.slice(0, 4)) return first.slice(0, 4);
    return first === last ? first : `${first} – ${last}`;
  };

  // Deaths as they are said: low–high, what is open left open.
  report.deaths = (at) => {
    const low = events.low[at],
      best = events.best[at],
      high = events.high[at];
    if (best === null && low === null && high === null) return null;
    const said = best ?? low ?? high;
    if (low !== null && high === null) return `${said}+`;
    if (low === null) return `up to ${high ?? said}`;
    return low === high ? String(said) : `${said} (${low}–${high})`;
  };

  report.make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "class") element.className = value;
      else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...inside.filter((part) => part !== null && part !== undefined));
    return element;
  };

  const tip = document.getElementById("tip");
  report.tell = (text, x, y) => {
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - box.width - 4))}px`;
    tip.style.top = `${Math.max(4, Math.min(y + 14, innerHeight - box.height - 4))}px`;
  };
})();
