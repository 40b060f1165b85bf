// Keeps the page of a run as it goes on; what is new is sent by the console.
(function () {
  'use strict';
  var root = document.getElementById('live');
  if (!root || root.dataset.running !== 'true' || !window.EventSource) { return; }
  var rows = {};
  var heard = Date.now();
  var whole = Number(root.dataset.seconds);
  var lines = Number(root.dataset.lines);
  var failures = 0;
  var source = null;

  function by(id) { return document.getElementById(id); }

  function text(node, value) {
    if (node && node.textContent !== value) { node.textContent = value; }
  }

  function badge(node, status) {
    text(node, status);
    node.className = 'badge ' + status;
  }

  function span(seconds) {
    if (seconds < 60) { return Math.floor(seconds) + ' s'; }
    var minutes = Math.floor(seconds / 60);
    return minutes < 60 ? minutes + ' min ' + Math.floor(seconds % 60) + ' s'
      : Math.floor(minutes / 60) + ' h ' + (minutes % 60) + ' min';
  }

  function row(tr) {
    var cells = tr.children;
    return {tr: tr, badge: cells[2].firstChild, bar: cells[3].firstChild, time: cells[4], rows: cells[5], told: cells[6],
      seconds: Number(tr.dataset.seconds), running: tr.className === 'running'};
  }

  function stage(news) {
    var it = rows[news.id];
    if (!it) { window.location.reload(); return; }
    it.tr.className = news.status;
    badge(it.badge, news.status);
    it.bar.hidden = news.status !== 'running';
    if (news.percent >= 0) { it.bar.value = news.percent; } else { it.bar.removeAttribute('value'); }
    it.running = news.status === 'running';
    it.seconds = news.seconds;
    text(it.time, news.time);
    text(it.rows, news.rows);
    text(it.told, news.told);
  }

  function log(news) {
    var list = by('live-log');
    var atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 5;
    if (news.from !== lines) { list.textContent = ''; }
    lines = news.from + news.log.length;
    news.log.forEach(function (line) {
      var item = document.createElement('li');
      var time = document.createElement('time');
      item.className = line.kind;
      time.textContent = line.time;
      item.appendChild(time);
      item.appendChild(document.createTextNode(' ' + line.text));
      list.appendChild(item);
    });
    while (list.children.length > 500) { list.removeChild(list.firstChild); }
    if (atEnd) { list.scrollTop = list.scrollHeight; }
    // One sentence at a time: who listens to the page hears the newest.
    if (news.log.length) { text(by('live-said'), news.log[news.log.length - 1].text); }
  }

  function metrics(figures) {
    var names = Object.keys(figures);
    var body = by('live-metrics');
    by('live-figures').hidden = !names.length;
    if (body.children.length !== names.length) { body.textContent = ''; }
    names.forEach(function (name, i) {
      var tr = body.children[i];
      if (!tr) {
        tr = document.createElement('tr');
        var th = document.createElement('th');
        th.scope = 'row';
        var td = document.createElement('td');
        td.className = 'n';
        tr.appendChild(th);
        tr.appendChild(td);
        body.appendChild(tr);
      }
      text(tr.children[0], name);
      text(tr.children[1], figures[name]);
    });
  }

  function state(news) {
    heard = Date.now();
    failures = 0;
    whole = news.seconds;
    root.dataset.running = String(news.running);
    badge(by('live-status'), news.status);
    text(by('live-time'), news.time);
    text(by('live-count'), news.done + ' of ' + news.total + ' done');
    text(by('live-doing'), news.doing);
    by('live-doing').parentNode.hidden = !news.doing;
    by('live-whole').max = Math.max(1, news.total);
    by('live-whole').value = news.done;
    by('live-message').className = 'message ' + news.status;
    text(by('live-message'), news.message);
    by('live-message').hidden = !news.message;
    news.stages.forEach(stage);
    metrics(news.metrics);
    log(news);
  }

  function tick() {
    if (root.dataset.running !== 'true') { return; }
    var since = (Date.now() - heard) / 1000;
    text(by('live-time'), span(whole + since));
    Object.keys(rows).forEach(function (id) {
      if (rows[id].running) { text(rows[id].time, span(rows[id].seconds + since)); }
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll('#live-stages tr'), function (tr) {
    rows[tr.dataset.stage] = row(tr);
  });
  by('live-log').scrollTop = by('live-log').scrollHeight;
  // A browser opens few connections to a server: pages that nobody looks at leave theirs to others.
  function listen() {
    if (source || root.dataset.running !== 'true' || document.hidden) { return; }
    source = new EventSource(root.dataset.events + '?lines=' + lines);
    source.addEventListener('state', function (event) { state(JSON.parse(event.data)); });
    source.addEventListener('end', function () {
      hush();
      // The page as it is made now also says what can be done next.
      if (by('live-status').textContent === 'interrupted') { window.location.reload(); }
    });
    source.onerror = function () {
      failures++;
      if (source.readyState === EventSource.CLOSED || failures > 5) {
        hush();
        text(by('live-said'), 'The console sends nothing new; this page is loaded again in 10 seconds.');
        window.setTimeout(function () { window.location.reload(); }, 10000);
      }
    };
  }

  function hush() {
    if (source) { source.close(); }
    source = null;
  }

  listen();
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) { hush(); } else { listen(); }
  });
  window.setInterval(tick, 1000);
})();
