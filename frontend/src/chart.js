// A chart for every <div class="ui-chart" data-source="id of a JSON script">. The JSON:
//   { kind: "line" | "bar" | "spark", categories: [..], series: [{name, values: [..], tone}], stacked, horizontal, links: [..] }
// The table of the same figures, for those who cannot see a curve, is the page's own.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const TONES = ["accent", "warning", "info", "success", "danger", "muted"];
const REDUCED = matchMedia("(prefers-reduced-motion: reduce)").matches;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--ui-${name}`).trim();
}

function series(chart, one, index) {
  const shade = colour(one.tone || TONES[index % TONES.length]);
  const base = { name: one.name, data: one.values, color: shade, stack: chart.stacked ? "all" : undefined };
  if (chart.kind === "bar") {
    return { ...base, type: "bar", barMaxWidth: 28, itemStyle: { borderRadius: chart.stacked ? 0 : 3 } };
  }
  return {
    ...base, type: "line", showSymbol: false, lineStyle: { width: 2 }, smooth: 0.2,
    areaStyle: chart.kind === "spark" || chart.series.length === 1 ? { opacity: 0.12 } : undefined,
  };
}

// A curve by the minute has its labels at 03:00, 06:00 …, not wherever they happen to fit.
function fullHours({ categories }) {
  if (categories.length < 180 || !categories.every((one) => /^\d\d:\d\d$/.test(one))) return "auto";
  return (index, value) => value.endsWith(":00") && Number(value.slice(0, 2)) % 3 === 0;
}

function axes(chart) {
  const text = { color: colour("muted"), fontSize: 12 };
  const category = {
    type: "category", data: chart.categories, boundaryGap: chart.kind === "bar",
    axisLabel: { ...text, interval: fullHours(chart) }, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("border") } },
  };
  const value = { type: "value", minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: colour("border") } } };
  if (chart.horizontal) return { xAxis: value, yAxis: { ...category, inverse: true } };
  return { xAxis: category, yAxis: value };
}

function options(chart) {
  const all = chart.series.map((one, index) => series(chart, one, index));
  if (chart.kind === "spark") {
    return {
      animation: false, series: all, grid: { left: 0, right: 0, top: 2, bottom: 2 },
      xAxis: { type: "category", show: false, boundaryGap: false, data: chart.categories }, yAxis: { type: "value", show: false },
    };
  }
  const legend = chart.series.length > 1;
  return {
    animation: !REDUCED, series: all, ...axes(chart),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 16, top: legend ? 36 : 12, bottom: 4, containLabel: true },
    legend: legend ? { top: 0, left: 0, icon: "roundRect", itemHeight: 8, textStyle: { color: colour("text") } } : undefined,
    tooltip: {
      trigger: "axis", confine: true, backgroundColor: colour("surface"), borderColor: colour("border"),
      textStyle: { color: colour("text") }, axisPointer: { type: chart.kind === "bar" ? "shadow" : "line" },
    },
  };
}

function draw(box) {
  box.drawnSource = document.getElementById(box.dataset.source).textContent;
  const chart = JSON.parse(box.drawnSource);
  box.chart?.dispose();
  box.chart = init(box, null, { renderer: "svg" });
  box.chart.setOption(options(chart));
  box.chart.on("click", ({ dataIndex }) => {
    if (chart.links?.[dataIndex]) location.assign(chart.links[dataIndex]);
  });
}

const watcher = new ResizeObserver((entries) => entries.forEach(({ target }) => target.chart?.resize()));

function drawAll(root) {
  for (const box of root.querySelectorAll(".ui-chart:not([data-drawn])")) {
    box.dataset.drawn = "true";
    draw(box);
    watcher.observe(box);
  }
}

drawAll(document);
// A kept chart (hx-preserve) takes the new figures without being drawn from the start.
function refresh(box) {
  const text = document.getElementById(box.dataset.source)?.textContent;
  if (!text || text === box.drawnSource) return;
  box.drawnSource = text;
  box.chart.setOption(options(JSON.parse(text)));
}

document.addEventListener("htmx:load", ({ target }) => drawAll(target.parentElement ?? document));
document.addEventListener("htmx:afterSettle", () => document.querySelectorAll(".ui-chart[hx-preserve][data-drawn]").forEach(refresh));
document.addEventListener("qixin:theme", () => document.querySelectorAll(".ui-chart[data-drawn]").forEach(draw));
