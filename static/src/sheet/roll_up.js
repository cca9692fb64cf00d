import { roundPoints } from "./points";

/**
 * Add up the rows of a sheet. Blank is not zero: a heading none of whose leaves has points has none either.
 *
 * @param {{ level: number, isHeading: boolean, points: number | null }[]} rows in the order of the sheet
 * @returns {{ subtotals: (number | null)[], total: number | null }} a subtotal for each row; of a leaf, its own points
 */
export function rollUp(rows) {
    const subtotals = rows.map((row) => (row.isHeading ? null : row.points));
    const headings = [];
    let total = null;
    rows.forEach(({ level, isHeading, points }, index) => {
        while (headings.length && rows[headings.at(-1)].level >= level) {
            headings.pop();
        }
        if (isHeading) {
            headings.push(index);
        } else if (points !== null) {
            for (const heading of headings) {
                subtotals[heading] = roundPoints((subtotals[heading] ?? 0) + points);
            }
            total = roundPoints((total ?? 0) + points);
        }
    });
    return { subtotals, total };
}

/**
 * Tell which rows are chosen, or have a chosen row below them.
 *
 * @param {{ id: string, level: number, isHeading: boolean }[]} rows in the order of the sheet
 * @param {Set<string>} chosen ids of rows
 * @returns {Set<string>} the chosen ids and those of the headings above them
 */
export function findHeadingsOf(rows, chosen) {
    const found = new Set(chosen);
    const headings = [];
    for (const { id, level, isHeading } of rows) {
        while (headings.length && headings.at(-1).level >= level) {
            headings.pop();
        }
        if (isHeading) {
            headings.push({ id, level });
        } else if (chosen.has(id)) {
            headings.forEach((heading) => found.add(heading.id));
        }
    }
    return found;
}
