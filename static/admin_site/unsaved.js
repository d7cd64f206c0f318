// Warns who leaves a page with unsaved text. A form says that it wants this by ``data-warns``, on itself or on a field.
// A form that saves itself answers by ``form.isUnsaved``. Written for old office browsers: no modules, no arrow functions.
(function () {
  "use strict";

  var sent = null; // the form that is on its way

  function each(found, act) { Array.prototype.forEach.call(found, act); }

  function changed(field) {
    if (!field.name || field.type === "hidden" || field.type === "submit") { return false; }
    if (field.type === "checkbox" || field.type === "radio") { return field.checked !== field.defaultChecked; }
    if (field.type === "file") { return field.files && field.files.length > 0; }
    if (field.options) {
      return Array.prototype.some.call(field.options, function (option) {
        return option.selected !== option.defaultSelected && (option.selected ? option.index > 0 : true);
      });
    }
    return field.value !== field.defaultValue;
  }

  function isUnsaved(form) {
    if (form === sent) { return false; }
    if (form.isUnsaved) { return form.isUnsaved(); }
    // What came back from the server with a fault is not stored, however it stands in the page.
    return form.querySelector(".errorlist") !== null || Array.prototype.some.call(form.elements, changed);
  }

  function forms() {
    var found = [];
    each(document.querySelectorAll("[data-warns]"), function (marked) {
      var form = marked.form || marked;
      if (found.indexOf(form) === -1) { found.push(form); }
    });
    return found;
  }

  document.addEventListener("submit", function (event) { if (!event.defaultPrevented) { sent = event.target; } });
  window.addEventListener("pageshow", function () { sent = null; });
  window.addEventListener("beforeunload", function (event) {
    if (!forms().some(isUnsaved)) { return; }
    event.preventDefault();
    event.returnValue = "";
  });
})();
