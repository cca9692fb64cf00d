/** The rows of a sheet as a tree, told by their levels. */

/**
 * @param {{ level: number, isHeading: boolean }[]} rows in the order of the sheet
 * @returns {number[][]} for each row the indexes of the headings above it, from the group on
 */
export function headingsAbove(rows) {
    const headings = [];
    return rows.map(({ level, isHeading }, index) => {
        while (headings.length && rows[headings.at(-1)].level >= level) {
            headings.pop();
        }
        const above = [...headings];
        if (isHeading) {
            headings.push(index);
        }
        return above;
    });
}

/**
 * Tell which rows are chosen, or have a chosen row below them.
 *
 * @param {{ id: string, level: number, isHeading: boolean }[]} rows in the order of the sheet
 * @param {Set<string>} chosen ids of rows
 * @returns {Set<string>} the chosen ids and those of the headings above them
 */
export function findHeadingsOf(rows, chosen) {
    const above = headingsAbove(rows);
    const indexes = rows.flatMap(({ id }, index) => (chosen.has(id) ? [...above[index], index] : []));
    return new Set(indexes.map((index) => rows[index].id));
}
