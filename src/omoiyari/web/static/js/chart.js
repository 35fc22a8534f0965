// A line with its band that can be followed with a finger. Without this file the same stands there as a drawing.
/* global uPlot */
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(chart, width) {
  const line = ink("--plum"), faint = ink("--line"), text = ink("--soft");
  const axis = { stroke: text, grid: { stroke: faint, width: 0.5 }, ticks: { show: false }, font: "13px system-ui" };
  const band = { stroke: "transparent", points: { show: false } };
  return {
    width, height: 180, legend: { show: false }, cursor: { y: false },
    scales: { y: { range: [Number(chart.dataset.low), Number(chart.dataset.high)] } },
    axes: [{ ...axis, space: 70 }, { ...axis, size: 34 }],
    series: [{}, { label: chart.dataset.label, stroke: line, width: 2, points: { show: false } }, band, band,
      { stroke: "transparent", points: { show: true, size: 4, width: 0, fill: ink("--edge") } }],
    bands: [{ series: [3, 2], fill: `color-mix(in srgb, ${line} 18%, transparent)` }],
  };
}

customElements.define("time-chart", class extends HTMLElement {
  connectedCallback() {
    const drawing = this.querySelector("svg");
    const data = JSON.parse(this.dataset.series);
    const place = document.createElement("div");
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", drawing.getAttribute("aria-label"));
    drawing.replaceWith(place);
    const plot = new uPlot(options(this, place.clientWidth || 320), data, place); // no width yet where it is not shown
    new ResizeObserver(() => place.clientWidth && plot.setSize({ width: place.clientWidth, height: 180 })).observe(this);
  }
});
