// What makes pages handier; all of them work without.
(function () {
  'use strict';

  // How many runs are selected.
  Array.prototype.forEach.call(document.querySelectorAll('button[data-needs]'), function (button) {
    var form = button.form;
    var text = button.textContent;
    function count() {
      var chosen = form.querySelectorAll('input[name="' + button.dataset.needs + '"]:checked').length;
      button.textContent = chosen ? text + ' (' + chosen + ')' : text;
    }
    form.addEventListener('change', count);
    // Browsers keep what was checked when a reader comes back.
    window.addEventListener('pageshow', count);
  });

  // A second click sends nothing twice; a reader who comes back may send again.
  Array.prototype.forEach.call(document.querySelectorAll('form[method="post"]'), function (form) {
    var sent = false;
    form.addEventListener('submit', function (event) {
      if (sent) { event.preventDefault(); }
      sent = true;
    });
    window.addEventListener('pageshow', function () { sent = false; });
  });
})();
