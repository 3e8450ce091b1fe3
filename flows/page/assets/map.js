// The map: filled points where the place itself (or near it) is known, hollow dashed rings at the middle of a district,
// division or region, tinted countries with a hollow diamond where no more than the country is known.
"use strict";
(() => {
  const { events, size, make } = report;
  const box = document.getElementById("map"),
    said = document.getElementById("map-said");
  const WIDTH = Math.max(300, box.clientWidth || 960),
    HEIGHT = Math.round(WIDTH * (WIDTH > 600 ? 0.62 : 0.8)),
    KINDS = {
      point: "at or near the place",
      area: "somewhere in the district, division or region",
      country: "somewhere in the country",
    };
  const kindOf = (at) => {
    const exact = events.placed[at];
    return exact === null || exact <= 2 ? "point" : exact <= 5 ? "area" : "country";
  };
  const countries = topojson
    .feature(report.world, report.world.objects.countries)
    .features.filter((country) => country.id !== "ATA");
  const known = new Map(countries.map((country) => [country.id, country]));

  const svg = d3
    .create("svg")
    .attr("viewBox", [0, 0, WIDTH, HEIGHT])
    .attr("tabindex", 0)
    .attr("role", "group")
    .attr("aria-roledescription", "map")
    .attr(
      "aria-label",
      "Map of events. Arrow keys go through its marks from the largest, Enter keeps one, plus and minus zoom.",
    );
  const layer = svg.append("g"),
    land = layer.append("g"),
    marks = layer.append("g");
  box.append(svg.node());

  const lit = events.places.map((place) => place[3] !== null && place[4] !== null);
  const spots = [];
  for (let at = 0; at < size; at++)
    if (events.place[at] >= 0 && lit[events.place[at]]) spots.push(events.places[events.place[at]]);
  const middle = (list) => {
    const sorted = list.sort(d3.ascending);
    return [d3.quantileSorted(sorted, 0.03) ?? 0, d3.quantileSorted(sorted, 0.97) ?? 0];
  };
  const [west, east] = middle(spots.map((place) => place[4])),
    wideSpread = !spots.length || east - west > 150;
  const projection = d3
    .geoNaturalEarth1()
    .rotate([wideSpread ? 0 : -(west + east) / 2, 0])
    .fitExtent(
      [
        [8, 8],
        [WIDTH - 8, HEIGHT - 8],
      ],
      { type: "FeatureCollection", features: countries },
    );
  const path = d3.geoPath(projection).digits(1);
  const shapes = land.selectAll("path").data(countries).join("path").attr("class", "land").attr("d", path);
  const countryOf = new Map(events.countries.map(([iso], value) => [iso, value]));
  shapes
    .classed("held", (country) => countryOf.has(country.id))
    .on("click", (_, country) => {
      if (countryOf.has(country.id)) report.toggle("country", countryOf.get(country.id));
    });
  shapes.append("title").text((country) => country.properties.name);

  let scale = 1,
    drawn = [],
    at = -1;
  const zoom = d3
    .zoom()
    .scaleExtent([1, 60])
    .translateExtent([
      [0, 0],
      [WIDTH, HEIGHT],
    ])
    .filter((event) =>
      event.type === "wheel"
        ? event.ctrlKey || event.metaKey
        : event.touches
          ? event.touches.length > 1
          : !event.button,
    )
    .on("zoom", ({ transform }) => {
      layer.attr("transform", transform);
      scale = transform.k;
      resize();
    });
  svg.call(zoom).on("dblclick.zoom", null).style("touch-action", "pan-y");

  function fit() {
    const points = (
      drawn.length ? drawn.map((mark) => mark.xy) : spots.map((place) => projection([place[4], place[3]]))
    ).filter(Boolean);
    if (!points.length) return svg.call(zoom.transform, d3.zoomIdentity);
    const [left, right] = middle(points.map(([x]) => x)),
      [top, bottom] = middle(points.map(([, y]) => y));
    const k = Math.max(1, Math.min(14, 0.8 / Math.max((right - left) / WIDTH, (bottom - top) / HEIGHT, 0.02)));
    svg.call(
      zoom.transform,
      d3.zoomIdentity
        .translate(WIDTH / 2, HEIGHT / 2)
        .scale(k)
        .translate(-(left + right) / 2, -(top + bottom) / 2),
    );
  }
  const step = (factor) => svg.call(zoom.scaleBy, factor);
  document.getElementById("zoom-in").addEventListener("click", () => step(1.6));
  document.getElementById("zoom-out").addEventListener("click", () => step(1 / 1.6));
  document.getElementById("zoom-fit").addEventListener("click", fit);

  // What lies at one place, apart by how exactly it is known.
  function gather() {
    const groups = new Map(),
      nowhere = { none: 0, unmapped: 0 };
    for (let event = 0; event < size; event++) {
      if (!report.passes(event, report.facet.place.bit)) continue;
      const place = events.place[event];
      if (place < 0) {
        nowhere.none++;
        continue;
      }
      if (!lit[place]) {
        nowhere.unmapped++;
        continue;
      }
      const kind = kindOf(event),
        key = `${place} ${kind}`;
      if (!groups.has(key))
        groups.set(key, { place, kind, count: 0, quads: [0, 0, 0, 0, 0], dead: 0, iso: events.places[place][2] });
      const group = groups.get(key);
      group.count++;
      group.quads[events.quad[event] ?? 0]++;
      group.dead += report.deathsOf(event).best;
    }
    return { groups: [...groups.values()].sort((a, b) => b.count - a.count || a.place - b.place), nowhere };
  }

  const radius = d3.scaleSqrt([0, 1], [1.5, 23]);
  const glyph = (mark) => {
    const r = mark.r / scale;
    return mark.kind === "country"
      ? `M0,${-r}L${r},0L0,${r}L${-r},0Z`
      : `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`;
  };
  const describe = (mark) => {
    const name = report.facet.place.names[mark.place],
      top = mark.quads.indexOf(Math.max(...mark.quads));
    return `${name}: ${report.plural(mark.count, "event")} ${KINDS[mark.kind]}\nmostly ${report.quads[top]}${mark.dead ? `\n${report.whole.format(mark.dead)} dead` : ""}`;
  };
  function resize() {
    marks.selectAll("path").attr("d", glyph);
  }

  function draw() {
    const { groups, nowhere } = gather(),
      most = groups.length ? groups[0].count : 1,
      { chosen } = report.facet.place;
    radius.domain([0, Math.max(most, 25)]);
    const tints = d3.rollup(
      groups.filter((mark) => mark.kind === "country" && known.has(mark.iso)),
      (list) => d3.sum(list, (mark) => mark.count),
      (mark) => mark.iso,
    );
    const deepest = d3.max(tints.values()) ?? 1;
    shapes
      .classed("tinted", (country) => tints.has(country.id))
      .attr("fill-opacity", (country) =>
        tints.has(country.id) ? 0.15 + 0.4 * Math.sqrt(tints.get(country.id) / deepest) : null,
      );
    drawn = groups.map((mark) => ({
      ...mark,
      r: mark.kind === "country" ? Math.min(11, Math.max(5, radius(mark.count))) : Math.max(3.2, radius(mark.count)),
      xy: projection([events.places[mark.place][4], events.places[mark.place][3]]),
    }));
    at = -1;
    marks
      .selectAll("path")
      .data(drawn)
      .join("path")
      .attr(
        "class",
        (mark) =>
          `${mark.kind} ${mark.kind === "country" ? "" : `quad${mark.quads.indexOf(Math.max(...mark.quads))}`} ${chosen.has(mark.place) ? "chosen" : ""}`,
      )
      .attr("transform", (mark) => `translate(${mark.xy})`)
      .attr("d", glyph)
      .on("click", (_, mark) => report.toggle("place", mark.place))
      .on("pointermove", (event, mark) => report.tell(describe(mark), event.clientX, event.clientY))
      .on("pointerleave", () => report.tell(""));
    const parts = [];
    if (nowhere.none) parts.push(`${report.plural(nowhere.none, "event")} without a place`);
    if (nowhere.unmapped) parts.push(`${report.plural(nowhere.unmapped, "event")} at places without coordinates`);
    said.textContent = `${parts.length ? `Not on the map: ${parts.join(", ")}. ` : ""}Press a mark or a country to keep its events; Ctrl and the wheel zoom.`;
  }

  svg
    .on("keydown", (event) => {
      const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (move && drawn.length) {
        at = (at + move + drawn.length) % drawn.length;
        const mark = drawn[at],
          spot = marks
            .selectAll("path")
            .classed("chosen", (other, number) => number === at || report.facet.place.chosen.has(other.place))
            .filter((_, number) => number === at);
        const place = spot.node().getBoundingClientRect();
        report.tell(describe(mark), place.right, place.bottom);
        said.textContent = describe(mark).replaceAll("\n", "; ");
      } else if (event.key === "Enter" && at >= 0) {
        report.tell("");
        report.toggle("place", drawn[at].place);
      } else if (event.key === "+" || event.key === "=") step(1.6);
      else if (event.key === "-") step(1 / 1.6);
      else if (event.key === "Escape") {
        at = -1;
        report.tell("");
        draw();
      } else return;
      event.preventDefault();
    })
    .on("blur", () => report.tell(""));
  said.setAttribute("aria-live", "polite");

  const swatch = (kind, quad) => {
    const icon = d3
      .create("svg")
      .attr("width", 18)
      .attr("height", 18)
      .attr("viewBox", "-9 -9 18 18")
      .attr("aria-hidden", "true");
    icon
      .append("path")
      .attr("class", `${kind} ${quad === undefined ? "" : `quad${quad}`}`)
      .attr("d", kind === "country" ? "M0,-7L7,0L0,7L-7,0Z" : "M-7,0a7,7 0 1,0 14,0a7,7 0 1,0 -14,0");
    return icon.node();
  };
  document
    .getElementById("map-legend")
    .append(
      ...[4, 3, 2, 1].map((quad) => make("span", {}, swatch("point", quad), report.quads[quad])),
      make("span", {}, swatch("area", 4), "known to a district or division"),
      make("span", {}, swatch("country"), "known to the country, tinted"),
    );
  document.getElementById("map-legend").classList.add("map");
  let isFitted = false;
  report.onChange(() => {
    draw();
    if (!isFitted) fit();
    isFitted = true;
  });
})();
