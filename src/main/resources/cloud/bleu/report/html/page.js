(function () {
  'use strict';
  var form = document.getElementById('filter');
  if (!form) { return; } // no workload, and nothing to filter
  var fields = ['namespace', 'state', 'provider'];
  function value(name) { return form.elements[name] ? form.elements[name].value : ''; }
  function apply() {
    var rows = document.querySelectorAll('[data-state]');
    var shown = 0;
    rows.forEach(function (row) {
      var off = (value('namespace') && row.dataset.namespace !== value('namespace')) ||
        (value('state') && row.dataset.state !== value('state'));
      row.hidden = Boolean(off);
      if (!off && row.tagName === 'TR') { shown += 1; }
    });
    document.querySelectorAll('table.matrix').forEach(function (table) {
      var off = [];
      table.querySelectorAll('thead th').forEach(function (head, i) {
        off[i] = Boolean(value('provider') && head.dataset.provider && head.dataset.provider !== value('provider'));
      });
      table.querySelectorAll('tr').forEach(function (row) {
        for (var i = 1; i < row.cells.length; i += 1) { row.cells[i].hidden = off[i]; }
      });
    });
    document.getElementById('shown').textContent = String(shown);
  }
  var asked = new URLSearchParams(location.search);
  fields.forEach(function (name) {
    if (form.elements[name] && asked.get(name)) { form.elements[name].value = asked.get(name); }
  });
  form.addEventListener('change', function () {
    var query = new URLSearchParams(location.search); // what else is in the address stays
    fields.forEach(function (name) { if (value(name)) { query.set(name, value(name)); } else { query.delete(name); } });
    var text = query.toString();
    try { history.replaceState(null, '', location.pathname + (text ? '?' + text : '') + location.hash); } catch (e) { /* a viewer without an address */ }
    apply();
  });
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.hidden = false;
  apply();
}());
