(function () {
  'use strict';
  var language = document.getElementById('language');
  if (language) {
    language.addEventListener('click', function () { // the filter and the place stay
      var query = new URLSearchParams(location.search);
      query.set('lang', language.hreflang);
      language.search = query.toString();
      language.hash = location.hash;
    });
  }
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
    events = new EventSource('events?lang=' + document.documentElement.lang);
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
