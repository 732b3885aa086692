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
  var later = 0;
  function say(text, why) {
    words.textContent = text;
    reason.textContent = why;
    show.hidden = !newer;
    said.hidden = text === '' && !newer;
  }
  function end() {
    clearTimeout(later);
    if (events) { events.close(); events = null; }
  }
  function follow() {
    end();
    var source = new EventSource('events?lang=' + document.documentElement.lang);
    events = source;
    source.addEventListener('page', function (event) {
      newer = event.data !== document.body.dataset.page;
      say(newer ? said.dataset.changed : '', '');
    });
    source.addEventListener('failed', function (event) { say(said.dataset.failed, event.data); });
    source.addEventListener('again', follow);
    source.onerror = function () {
      say(said.dataset.away, '');
      if (source.readyState === EventSource.CLOSED) { // refused: the browser does not ask again
        clearTimeout(later);
        later = setTimeout(follow, 60000);
      }
    };
  }
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) { end(); } else if (!events) { follow(); }
  });
  show.addEventListener('click', function (event) { event.preventDefault(); location.reload(); });
  follow();
}());
