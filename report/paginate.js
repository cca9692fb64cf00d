/*
 * Splits a paper into pages for a wkhtmltopdf that cannot: each page gets its number and the heading of its table, rows
 * stay whole, paragraphs are split between lines, and what has the class "keep-next" stays with what follows. Each
 * article is numbered by itself. It speaks the JavaScript of 2011, as that program does, which also replaces
 * PAGE_HEIGHT by the pixels of a page.
 */
(function () {
    "use strict";
    // Text on paper may come out a little longer than on the screen where it is measured.
    var limit = PAGE_HEIGHT * 0.985;
    // As many lines of a paragraph stay together at the end and at the start of a page.
    var LINES_TOGETHER = 2;
    var draftSign = document.querySelector(".draft-sign");

    function boxOf(element) {
        return element.getBoundingClientRect();
    }

    function lengthOf(element, name) {
        return parseFloat(window.getComputedStyle(element)[name]) || 0;
    }

    function listOf(nodes) {
        return Array.prototype.slice.call(nodes);
    }

    /* A piece is what is never split but between the lines of a paragraph; `height` reaches to the next piece. */
    function piecesOf(article) {
        var pieces = [];
        listOf(article.children).forEach(function (element) {
            if (!element.classList.contains("sheet")) {
                pieces.push({node: element, keeps: element.classList.contains("heading")});
                return;
            }
            var rows = listOf(element.tBodies[0].rows);
            rows.forEach(function (row) {
                pieces.push({
                    node: row,
                    table: element,
                    keeps: row.classList.contains("keep-next"),
                    headHeight: boxOf(rows[0]).top - boxOf(element).top,
                });
            });
        });
        pieces.forEach(function (piece, index) {
            var next = pieces[index + 1];
            var end = boxOf(article).bottom;
            if (next) {
                end = boxOf(next.table && next.table !== piece.table ? next.table : next.node).top;
                piece.keeps = piece.keeps || next.node.className === "ending";
            }
            piece.height = end - boxOf(piece.node).top;
        });
        return pieces;
    }

    /* Returns groups of pieces that stay together. */
    function joinKept(pieces) {
        var groups = [];
        var open = false;
        pieces.forEach(function (piece) {
            if (!open) {
                groups.push([]);
            }
            groups[groups.length - 1].push(piece);
            open = piece.keeps;
        });
        return groups;
    }

    function makePage(number) {
        var page = document.createElement("div");
        var head = document.createElement("div");
        page.className = "page";
        head.className = "running-head";
        head.textContent = number > 1 ? String(number) : "";
        if (draftSign) {
            head.insertBefore(draftSign.cloneNode(true), head.firstChild);
        }
        page.appendChild(head);
        document.body.appendChild(page);
        return {node: page, used: boxOf(head).height, isEmpty: true, table: null, body: null};
    }

    function heightOn(page, group) {
        var height = 0;
        var table = page.table;
        group.forEach(function (piece) {
            height += piece.height;
            if (piece.table && piece.table !== table) {
                height += piece.headHeight;
            }
            table = piece.table;
        });
        return height + (page.isEmpty ? lengthOf(group[0].table || group[0].node, "marginTop") : 0);
    }

    function place(page, group) {
        page.used += heightOn(page, group);
        page.isEmpty = false;
        group.forEach(function (piece) {
            if (!piece.table) {
                page.table = null;
                page.node.appendChild(piece.node);
                return;
            }
            if (page.table !== piece.table) {
                var part = piece.table.cloneNode(false);
                if (piece.table.tHead) {
                    part.appendChild(piece.table.tHead.cloneNode(true));
                }
                page.table = piece.table;
                page.body = document.createElement("tbody");
                part.appendChild(page.body);
                page.node.appendChild(part);
            }
            page.body.appendChild(piece.node);
        });
    }

    /* Returns a range from the first word that stands below `top` to the end of a paragraph. */
    function wordsBelow(paragraph, top) {
        var walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT, null, false);
        var range = document.createRange();
        while (walker.nextNode()) {
            var text = walker.currentNode;
            var words = /\S+/g;
            var word;
            while ((word = words.exec(text.data))) {
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                if (boxOf(range).top + boxOf(range).height / 2 > top) {
                    range.setEndAfter(paragraph.lastChild);
                    return range;
                }
            }
        }
        return null;
    }

    /* Splits a paragraph so that its first part fits into `room`; returns both parts, or none if it cannot be split. */
    function split(piece, room) {
        var paragraph = piece.node;
        if (!paragraph.classList.contains("block") || piece.keeps) {
            return null;
        }
        var line = lengthOf(paragraph, "lineHeight");
        var height = boxOf(paragraph).height;
        var lines = Math.min(Math.floor(room / line), Math.round(height / line) - LINES_TOGETHER);
        var rest = lines >= LINES_TOGETHER && wordsBelow(paragraph, boxOf(paragraph).top + lines * line);
        if (!rest) {
            return null;
        }
        var second = paragraph.cloneNode(false);
        second.style.textIndent = 0;
        second.appendChild(rest.extractContents());
        paragraph.parentNode.insertBefore(second, paragraph.nextSibling);
        // Its last line ends in the middle of a sentence, so it is as long as the others.
        paragraph.className += " continued";
        paragraph.style.height = lines * line + "px";
        return [
            {node: paragraph, height: lines * line, keeps: false},
            {node: second, height: piece.height - lines * line, keeps: false},
        ];
    }

    function paginate(article) {
        var groups = joinKept(piecesOf(article));
        var number = 1;
        var page = makePage(number);
        while (groups.length) {
            var group = groups.shift();
            while (page.used + heightOn(page, group) > limit) {
                var parts = group.length === 1 && split(group[0], limit - page.used);
                if (parts) {
                    place(page, [parts[0]]);
                    group = [parts[1]];
                } else if (page.isEmpty) {
                    break;
                }
                number += 1;
                page = makePage(number);
            }
            place(page, group);
        }
        article.parentNode.removeChild(article);
    }

    if (draftSign) {
        draftSign.parentNode.removeChild(draftSign);
    }
    listOf(document.querySelectorAll(".article")).forEach(paginate);
})();
