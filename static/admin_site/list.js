/* Gives each cell of a list its column's name, and the table its roles: on a phone a row is a block, without heads.
   Without script the rows are blocks all the same. */
(function () {
  "use strict";
  var table = document.getElementById("result_list");
  if (!table) { return; }
  function each(list, what) { Array.prototype.forEach.call(list, what); }
  var names = [];
  each(table.querySelectorAll("thead th"), function (head) {
    var text = head.querySelector(".text");
    names.push(text ? text.textContent.replace(/\s+/g, " ").trim() : "");
    head.setAttribute("role", "columnheader");
  });
  table.setAttribute("role", "table");
  each(table.querySelectorAll("thead, tbody"), function (part) { part.setAttribute("role", "rowgroup"); });
  each(table.querySelectorAll("tr"), function (row) {
    row.setAttribute("role", "row");
    each(row.cells, function (cell, place) {
      if (row.parentNode.nodeName === "THEAD") { return; }
      cell.setAttribute("role", cell.nodeName === "TH" ? "rowheader" : "cell");
      if (names[place] && cell.nodeName === "TD" && !cell.querySelector(".cell-label, .log")) {
        cell.setAttribute("data-label", names[place]);
      }
    });
  });
}());
