/* Writes how many things the person has to do beside the link in the header. Without script the link stands alone. */
(function () {
  "use strict";
  var link = document.getElementById("todo-link");
  if (!link || !window.XMLHttpRequest) { return; }
  var request = new XMLHttpRequest();
  request.open("GET", link.getAttribute("data-count"));
  request.onload = function () {
    var said;
    if (request.status !== 200) { return; }
    try { said = JSON.parse(request.responseText); } catch (fault) { return; }
    var number = link.querySelector("span");
    number.textContent = String(said.count);
    number.hidden = false;
  };
  request.send();
}());
