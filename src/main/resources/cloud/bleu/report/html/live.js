(function () {
  'use strict';
  var said = document.getElementById('live');
  if (!said || !window.EventSource) { return; }
  var words = said.querySelector('span');
  var reason = said.querySelector('span[lang]');
  var show = said.querySelector('a');
  var events = null;
  var newer = false;
  function say(text, why) {
    words.textContent = text;
    reason.textContent = why;
    show.hidden = !newer;
    said.hidden = text === '' && !newer;
  }
  function follow() {
    events = new EventSource('events');
    events.addEventListener('page', function (event) {
      newer = event.data !== document.body.dataset.at;
      say(newer ? said.dataset.changed : '', '');
    });
    events.addEventListener('failed', function (event) { say(said.dataset.failed, event.data); });
    events.addEventListener('again', function () { events.close(); follow(); });
    events.onerror = function () { say(said.dataset.away, ''); };
  }
  document.addEventListener('visibilitychange', function () {
    if (document.hidden && events) { events.close(); events = null; }
    if (!document.hidden && !events) { follow(); }
  });
  show.addEventListener('click', function (event) { event.preventDefault(); location.reload(); });
  follow();
}());
