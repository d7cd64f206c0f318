// 本期填报: rows save themselves when one leaves them or stops typing; what is not saved is kept, and said.
// Without this script each row has its button. Written for old office browsers: no modules, no arrow functions.
(function () {
  "use strict";

  var page = document.querySelector(".tp[data-reader]");
  if (!page || !window.FormData || !window.XMLHttpRequest) { return; }
  var words = page.dataset;
  var PAUSE = 2500; // milliseconds without typing after which a row is saved
  var LONG = 30000; // milliseconds after which an answer is no longer waited for
  var rows = [];

  // --- what is kept in this tab until the server has it -----------------------------------------------------------

  function keep(key, text) { try { window.sessionStorage.setItem(key, text); } catch (full) { /* the page still warns */ } }
  function kept(key) { try { return window.sessionStorage.getItem(key); } catch (closed) { return null; } }
  function forget(key) { try { window.sessionStorage.removeItem(key); } catch (closed) { /* nothing was kept */ } }

  // --- one row ----------------------------------------------------------------------------------------------------

  function Row(form) {
    this.form = form;
    this.told = form.querySelector("[data-told]");
    this.article = document.getElementById("a-" + form.dataset.row);
    this.key = ["this-period", words.reader, words.department, form.dataset.row, form.dataset.period].join(":");
    this.stored = this.values(true);
    this.sent = null;
    this.timer = null;
    this.refused = null;
    this.again = false;
    this.after = [];
    // A row that came back from the server with a fault is not stored, however it stands in the page.
    if (form.querySelector(".errorlist") || this.article.querySelector(".errornote")) { this.stored = null; }
    form.isUnsaved = this.unsaved.bind(this); // for ``unsaved.js``, which warns
    this.offer();
    this.listen();
  }

  Row.prototype.fields = function () {
    return Array.prototype.filter.call(this.form.elements, function (field) {
      return field.name && ["hidden", "submit", "button", "file"].indexOf(field.type) === -1;
    });
  };

  // What stands in the fields, or as the server sent it: a browser may have put earlier text back since.
  Row.prototype.values = function (asSent) {
    var found = {};
    this.fields().forEach(function (field) {
      var checked = asSent ? field.defaultChecked : field.checked;
      if (field.type === "checkbox") { found[field.name] = checked; }
      else if (field.type !== "radio") { found[field.name] = asSent ? field.defaultValue : field.value; }
      else if (checked) { found[field.name] = field.value; }
    });
    return JSON.stringify(found);
  };

  Row.prototype.files = function () { return this.form.querySelector("input[type=file]"); };
  Row.prototype.hasFiles = function () { var files = this.files(); return !!files && files.files.length > 0; };
  Row.prototype.dirty = function () { return this.hasFiles() || this.values() !== this.stored; };
  Row.prototype.unsaved = function () { return this.sent !== null || this.dirty(); };
  Row.prototype.hidden = function (name) { return this.form.querySelector("input[type=hidden][name=" + name + "]"); };

  Row.prototype.say = function (sentence, how) {
    this.told.textContent = sentence;
    this.told.className = "tp-told" + (how ? " is-" + how : "");
  };

  Row.prototype.listen = function () {
    var row = this;
    function changed() {
      row.refused = null;
      if (!row.dirty()) { forget(row.key); row.say("", ""); return; }
      keep(row.key, row.values());
      if (!row.sent) { row.say(words.unsaved, "unsaved"); }
      row.later();
    }
    this.form.addEventListener("input", changed);
    this.form.addEventListener("change", changed);
    this.form.addEventListener("focusout", function (event) {
      if (!row.form.contains(event.relatedTarget)) { row.save(); }
    });
    this.form.addEventListener("submit", function (event) { event.preventDefault(); row.refused = null; row.save(true); });
  };

  Row.prototype.later = function () {
    var row = this;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(function () { row.save(); }, PAUSE);
  };

  // ``asked``: by the button; else by itself, and then what was just refused is not sent again.
  Row.prototype.save = function (asked) {
    window.clearTimeout(this.timer);
    if (this.sent !== null) { // one at a time: what was typed meanwhile follows when the answer is here
      this.again = this.again || asked;
      return;
    }
    var now = this.values();
    if (!asked && (!this.dirty() || this.refused === now)) { return; }
    var row = this;
    var request = new XMLHttpRequest();
    this.sent = now;
    this.sentFiles = this.hasFiles();
    this.say(words.saving, "");
    request.open("POST", this.form.action);
    request.timeout = LONG;
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.onload = function () { row.answered(request); };
    request.onerror = request.ontimeout = request.onabort = function () { row.failed(words.offline); };
    request.send(new FormData(this.form));
  };

  Row.prototype.answered = function (request) {
    var answer = null;
    try { answer = JSON.parse(request.responseText); } catch (html) { answer = null; }
    if (answer === null) {
      var elsewhere = request.responseURL && request.responseURL !== this.form.action.split("#")[0]; // the sign-in page
      this.failed(elsewhere || request.status === 403 ? words.expired : words.failed);
      return;
    }
    if (answer.saved) { this.accepted(answer); } else { this.refusedBy(answer); }
    this.done();
  };

  Row.prototype.accepted = function (answer) {
    var percent = this.form.elements.percent;
    this.clear();
    this.hidden("seen").value = answer.version;
    var stored = JSON.parse(this.sent);
    if (stored.percent === "") { // "no news" fills it
      stored.percent = answer.percent;
      if (percent.value === "") { percent.value = answer.percent; }
    }
    this.stored = JSON.stringify(stored);
    if (this.sentFiles) { this.files().value = ""; }
    this.form.querySelector("[data-evidence]").innerHTML = answer.evidence;
    this.stands(answer);
    this.form.querySelector("[data-as-of]").textContent = this.form.elements.as_of.value;
    this.sent = null;
    if (this.dirty()) { this.say(words.unsaved, "unsaved"); return; }
    forget(this.key);
    this.say(answer.sentence, "saved");
  };

  // Where the row stands now, in its head and in the counts at the top.
  Row.prototype.stands = function (answer) {
    var tag = this.article.querySelector("[data-standing]");
    [[tag.dataset.standing, -1], [answer.state, 1]].forEach(function (step) {
      var count = page.querySelector("[data-count=" + step[0] + "]");
      if (count) { count.textContent = String(Number(count.textContent) + step[1]); }
    });
    tag.dataset.standing = answer.state;
    tag.textContent = answer.standing;
  };

  Row.prototype.refusedBy = function (answer) {
    var row = this;
    var sentences = [];
    this.clear();
    Object.keys(answer.faults).forEach(function (name) {
      var field = row.form.querySelector("[data-field=" + name + "]");
      sentences = sentences.concat(answer.faults[name]);
      if (field) { row.mark(field, name, answer.faults[name]); }
    });
    if (answer.stored && answer.stored.length) { this.show(answer); }
    if (answer.version !== undefined) { this.hidden("seen").value = answer.version; }
    this.refused = this.sent;
    this.sent = null;
    this.say(sentences.length ? words.because + sentences.join(" ") : answer.sentence, "unsaved");
  };

  Row.prototype.failed = function (sentence) {
    this.refused = this.sent;
    this.sent = null;
    keep(this.key, this.values());
    this.say(sentence, "unsaved");
    this.done();
  };

  // After an answer: what was asked or typed meanwhile is sent next, and who waits for the row goes on.
  Row.prototype.done = function () {
    var waiting = this.after;
    var again = this.again;
    this.again = false;
    if (again && this.dirty()) { this.save(true); return; }
    if (this.dirty() && this.refused !== this.values()) { this.later(); }
    this.after = [];
    waiting.forEach(function (next) { next(); });
  };

  // --- faults beside their fields, and what somebody else stored --------------------------------------------------

  Row.prototype.mark = function (field, name, sentences) {
    var list = document.createElement("ul");
    var input = field.querySelector("input, textarea, select");
    list.className = "errorlist";
    list.id = "error-" + name + "-" + this.form.dataset.row;
    sentences.forEach(function (sentence) {
      var item = document.createElement("li");
      item.textContent = sentence;
      list.appendChild(item);
    });
    field.classList.add("errors");
    field.appendChild(list);
    if (input) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", list.id); }
    for (var around = field.parentNode; around !== this.form; around = around.parentNode) {
      if (around.nodeName === "DETAILS") { around.open = true; }
    }
  };

  Row.prototype.clear = function () {
    Array.prototype.forEach.call(this.article.querySelectorAll(".errorlist, .errornote"), function (told) {
      told.parentNode.removeChild(told);
    });
    Array.prototype.forEach.call(this.form.querySelectorAll(".errors"), function (field) { field.classList.remove("errors"); });
    Array.prototype.forEach.call(this.form.querySelectorAll("[aria-invalid]"), function (input) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    });
  };

  Row.prototype.show = function (answer) {
    var note = document.createElement("div");
    var texts = document.createElement("dl");
    note.className = "errornote";
    texts.className = "tp-texts";
    note.appendChild(document.createElement("p")).textContent = answer.sentence;
    answer.stored.forEach(function (one) {
      texts.appendChild(document.createElement("dt")).textContent = one.label;
      texts.appendChild(document.createElement("dd")).textContent = one.text;
    });
    note.appendChild(texts);
    this.form.insertBefore(note, this.form.firstChild);
  };

  // --- what an earlier visit left unsaved -------------------------------------------------------------------------

  Row.prototype.offer = function () {
    var row = this;
    var text = kept(this.key);
    if (text === null || text === this.values()) { return; }
    var note = document.createElement("p");
    note.className = "tp-found";
    note.textContent = words.found;
    function button(label, act) {
      var made = document.createElement("button");
      made.type = "button";
      made.textContent = label;
      made.addEventListener("click", function () { note.parentNode.removeChild(note); act(); });
      note.appendChild(made);
    }
    button(words.restore, function () { row.restore(text); row.save(true); });
    button(words.drop, function () { forget(row.key); });
    this.form.insertBefore(note, this.form.firstChild);
  };

  Row.prototype.restore = function (text) {
    var values = JSON.parse(text);
    this.fields().forEach(function (field) {
      if (!(field.name in values)) { return; }
      if (field.type === "checkbox") { field.checked = values[field.name]; }
      else if (field.type === "radio") { field.checked = field.value === values[field.name]; }
      else { field.value = values[field.name]; }
    });
  };

  // --- the page ---------------------------------------------------------------------------------------------------

  Array.prototype.forEach.call(document.querySelectorAll("form[data-row]"), function (form) { rows.push(new Row(form)); });

  function unsaved() { return rows.filter(function (row) { return row.form.isUnsaved(); }); }

  // Before handing in: save what is not saved; where that fails, stay at the row.
  Array.prototype.forEach.call(document.querySelectorAll("a[data-submit]"), function (link) {
    link.addEventListener("click", function (event) {
      var left = unsaved();
      var open = left.length;
      if (!open) { return; }
      event.preventDefault();
      left.forEach(function (row) {
        row.after.push(function () {
          open -= 1;
          if (open) { return; }
          var faulty = unsaved()[0];
          if (!faulty) { window.location.href = link.href; return; }
          faulty.article.scrollIntoView();
          faulty.fields()[0].focus();
        });
        row.save(true);
      });
    });
  });
})();
