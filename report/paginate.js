/*
 * Splits a paper into pages for a wkhtmltopdf that cannot: each page gets its number and the heading of the table, rows
 * stay whole, and a row with the class "keep-next" stays with the one below. It speaks the JavaScript of 2011, as that
 * program does, which also replaces PAGE_HEIGHT by the pixels of a page.
 */
(function () {
    "use strict";
    var article = document.querySelector(".article");
    var table = article.querySelector(".sheet");
    var heading = table.tHead;
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    // Text on paper may come out a little longer than on the screen where it is measured.
    var limit = PAGE_HEIGHT * 0.985;

    function heightOf(element) {
        return element.getBoundingClientRect().height;
    }

    function makeHead(number) {
        var head = document.createElement("div");
        head.className = "running-head";
        head.textContent = number > 1 ? String(number) : "";
        return head;
    }

    function joinKept() {
        var groups = [];
        var open = false;
        rows.forEach(function (row) {
            if (!open) {
                groups.push({rows: [], height: 0});
            }
            var group = groups[groups.length - 1];
            group.rows.push(row);
            group.height += heightOf(row);
            open = row.classList.contains("keep-next");
        });
        return groups;
    }

    function splitIntoPages(groups, firstUsed, nextUsed) {
        var pages = [[]];
        var used = firstUsed;
        groups.forEach(function (group) {
            var page = pages[pages.length - 1];
            if (used + group.height > limit && page.length) {
                pages.push((page = []));
                used = nextUsed;
            }
            page.push.apply(page, group.rows);
            used += group.height;
        });
        return pages;
    }

    function addPage(number, pageRows) {
        var page = document.createElement("div");
        var part = table.cloneNode(false);
        var body = document.createElement("tbody");
        page.className = "page";
        page.appendChild(makeHead(number));
        part.appendChild(heading.cloneNode(true));
        part.appendChild(body);
        page.appendChild(part);
        pageRows.forEach(function (row) {
            body.appendChild(row);
        });
        document.body.appendChild(page);
    }

    article.className = "page";
    article.insertBefore(makeHead(1), article.firstChild);
    var headHeight = heightOf(article.firstChild);
    var headingHeight = heightOf(heading);
    var start = table.getBoundingClientRect().top - article.getBoundingClientRect().top;
    splitIntoPages(joinKept(), start + headingHeight, headHeight + headingHeight).forEach(function (pageRows, index) {
        if (index) {
            addPage(index + 1, pageRows);
        }
    });
})();
