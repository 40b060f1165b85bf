// Draws every figure.chart from the JSON beside it, in the colours of the page.
(function () {
  'use strict';
  var charts = [];
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var printing = false;

  function colours() {
    var style = getComputedStyle(document.documentElement);
    function of(name) { return style.getPropertyValue(name).trim(); }
    return {ink: of('--ink'), soft: of('--soft'), line: of('--line'), accent: of('--accent')};
  }

  // Distinct for colour-blind readers: Okabe and Ito, Color Universal Design (2008).
  var PALETTE = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'];

  function themed(option) {
    var c = colours();
    var axis = {
      axisLine: {lineStyle: {color: c.line}},
      axisTick: {lineStyle: {color: c.line}},
      axisLabel: {color: c.soft},
      nameTextStyle: {color: c.soft},
      splitLine: {lineStyle: {color: c.line, opacity: 0.5}}
    };
    var theme = {
      color: dark.matches && !printing ? ['#56B4E9', '#E69F00', '#009E73', '#CC79A7', '#D55E00', '#F0E442'] : PALETTE,
      textStyle: {color: c.ink, fontFamily: 'system-ui, sans-serif'},
      categoryAxis: axis, valueAxis: axis, timeAxis: axis, parallel: {axisLine: {lineStyle: {color: c.soft}}},
      legend: {textStyle: {color: c.ink}},
      visualMap: {textStyle: {color: c.soft}, inRange: {color: dark.matches && !printing ? ['#1c2733', '#6cb2f7'] : ['#eaf2fa', '#3d8fd6']}}
    };
    return {theme: theme, option: option};
  }

  function draw(figure) {
    var canvas = figure.querySelector('.canvas');
    var option = JSON.parse(figure.querySelector('script').textContent);
    var made = themed(option);
    if (made.option.parallel) {
      // Lines need more contrast than cells with a number in them.
      made.option.visualMap.inRange = {color: [made.theme.color[1], made.theme.color[0]]};
    }
    (made.option.parallelAxis || []).forEach(function (axis) {
      axis.nameTextStyle = {color: colours().ink};
      axis.axisLabel = {color: colours().soft};
    });
    var chart = window.echarts.init(canvas, made.theme, {renderer: 'svg'});
    chart.setOption(made.option);
    return chart;
  }

  function redraw() {
    charts.forEach(function (chart) { chart.dispose(); });
    charts = Array.prototype.map.call(document.querySelectorAll('figure.chart'), draw);
  }

  redraw();
  dark.addEventListener('change', redraw);
  window.addEventListener('resize', function () {
    charts.forEach(function (chart) { chart.resize(); });
  });
  window.addEventListener('beforeprint', function () { printing = true; redraw(); });
  window.addEventListener('afterprint', function () { printing = false; redraw(); });
})();
