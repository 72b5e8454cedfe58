// The letter in view while its wording is typed. Without scripts the button 「预览」 does the same.
(function () {
  "use strict";
  var form = document.querySelector("form[data-preview]");
  var target = document.getElementById("wording-preview");
  if (!form || !target || !window.fetch) { return; }
  var waiting = 0;
  var asked = 0;
  form.addEventListener("input", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      var number = ++asked;
      fetch(form.dataset.preview, { method: "POST", body: new FormData(form), credentials: "same-origin" })
        .then(function (answer) { return answer.ok && !answer.redirected ? answer.text() : null; })
        .then(function (html) { if (html !== null && number === asked) { target.innerHTML = html; } })
        .catch(function () { /* the button still works */ });
    }, 400);
  });
}());
