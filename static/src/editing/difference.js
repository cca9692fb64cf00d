/** In what two texts differ, word by word. */

/** Longer texts are compared as a whole between what both begin and end with. */
const MOST_COMPARED = 1_000_000;

/**
 * @typedef {Object} Piece
 * @property {string} text
 * @property {boolean} differs the other text has not got it there
 */

/**
 * @param {string} mine
 * @param {string} theirs
 * @returns {{ mine: Piece[], theirs: Piece[] }} both texts, in pieces
 */
export function compareTexts(mine, theirs) {
    const [one, other] = [mine, theirs].map((text) => text.match(/\s+|[^\s]+/g) || []);
    let start = 0;
    while (start < one.length && one[start] === other[start]) {
        start++;
    }
    let end = 0;
    while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) {
        end++;
    }
    const middle = (words) => words.slice(start, words.length - end);
    const common = findCommon(middle(one), middle(other));
    const split = (words, side) => {
        const kept = new Set(common.map((pair) => pair[side] + start));
        const isCommon = (index) => index < start || index >= words.length - end || kept.has(index);
        return join(words.map((text, index) => ({ text, differs: !isCommon(index) })));
    };
    return { mine: split(one, 0), theirs: split(other, 1) };
}

/** The longest common sequence of two lists of words, as pairs of places. */
function findCommon(one, other) {
    if (one.length * other.length > MOST_COMPARED) {
        return [];
    }
    const longest = Array.from({ length: one.length + 1 }, () => new Uint32Array(other.length + 1));
    for (let i = one.length - 1; i >= 0; i--) {
        for (let j = other.length - 1; j >= 0; j--) {
            longest[i][j] =
                one[i] === other[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
        }
    }
    const pairs = [];
    for (let i = 0, j = 0; i < one.length && j < other.length; ) {
        if (one[i] === other[j]) {
            pairs.push([i++, j++]);
        } else if (longest[i + 1][j] >= longest[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    return pairs;
}

/** Join neighbours that are alike. */
function join(pieces) {
    const joined = [];
    for (const piece of pieces) {
        const last = joined.at(-1);
        if (last && last.differs === piece.differs) {
            last.text += piece.text;
        } else {
            joined.push({ ...piece });
        }
    }
    return joined;
}
