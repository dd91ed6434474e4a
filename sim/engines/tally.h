/* What a frame counts, for the macros that update.h describes. */

/* Returns the cell of each position in a grid over the region, row by row, and BINS * BINS outside of it. The upper
   edges belong to the region. region: x0 x1 y0 y1, and the number of cells per unit along x and along y. */
INLINE M NAME(cell)(const REAL *region, V x, V y)
{
    const M inside = AT_MOST(region[0], x) & AT_MOST(x, region[1]) & AT_MOST(region[2], y) & AT_MOST(y, region[3]);
    const V last = ZERO + (BINS - 1);
    V column = (x - region[0]) * region[4], row = (y - region[2]) * region[5];

    column = SELECT(inside, SELECT(AT_MOST(column, last), column, last), ZERO);
    row = SELECT(inside, SELECT(AT_MOST(row, last), row, last), ZERO);
    return SELECT_COUNT(inside, COUNTED(row) * BINS + COUNTED(column), NONE + BINS * BINS);
}
