// What makes pages handier; all of them work without.
(function () {
  'use strict';
})();
