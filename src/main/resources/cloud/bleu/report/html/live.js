(function () {
  'use strict';
  var said = document.getElementById('live');
  if (!said || !window.EventSource) { return; }
  var words = said.querySelector('span');
  var show = said.querySelector('a');
  function say(text, newer) {
    words.textContent = text;
    show.hidden = !newer;
    said.hidden = text === '';
  }
  var events = new EventSource('events');
  events.addEventListener('page', function (event) {
    var newer = event.data !== document.body.dataset.at;
    say(newer ? said.dataset.changed : '', newer);
  });
  events.addEventListener('failed', function (event) { say(said.dataset.failed + ' ' + event.data, false); });
  events.onerror = function () { say(said.dataset.away, false); };
  show.addEventListener('click', function (event) { event.preventDefault(); location.reload(); });
}());
