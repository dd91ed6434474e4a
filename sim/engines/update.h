/* The update of trajectories, written once for CPUs and GPUs, as are bump.h, loss.h and tally.h. V is a vector of
   several numbers on a CPU and one number on a GPU. A lane is one element of V and belongs to one trajectory.

   The including file defines:
     REAL                the type of a number
     V, M                one REAL per lane; one mask or count per lane, where true is -1 and false is 0
     LANES               the number of lanes
     AT_MOST, DIFFERS    masks for a <= b (false for NaN) and a != b
     EQUALS, AT_LEAST    masks for counts: a == b and a >= b
     SELECT(m, a, b)     m ? a : b for each lane of V; SELECT_COUNT is the same for M
     ZERO, NONE          a V and an M of zeros
     BITS, FROM_BITS     conversion of V to whole numbers without a sign, and back, that keeps the bits
     COUNTED             conversion of V to M that cuts fractions off
     GET(v, lane)        one lane of a V or D
     PUT(m, lane, value) sets one lane of an M or D
     D, DOUBLES          one double per lane, and the number of its lanes, which may be fewer than LANES
     FULL_LOSS           the function of loss.h for a D
     LOOKUP(column, at)  column[*at] for each lane; a column has one number per example and STRIDE elements
     STEP                the distance in `rows` between two examples of a batch
     FUSED(a, b, c)      a b + c, rounded once if the processor can do that
     UNROLLED            a pragma that unrolls the next loop
     NAME, INLINE        the name of a function for this REAL and V, and its qualifiers
     SHAPE, SHAPED       the parameter, and the argument, from which the following are read:
       EXAMPLES STRIDE COLUMNS VARYING CONSTANT WELLS SAME SKEWED ELLIPSES LEVEL LAST FULL AVERAGED
       as in sim/engines/program.py and native/work.h

   Sums have the order of sim/engines/gradient.py. Only wells fuse products with sums. Landscapes without wells
   therefore give the same bits as the reference, and landscapes with wells give the same bits on all processors that
   can fuse. */

#define FARTHEST ((REAL)1000)

/* left: whether the trajectory has diverged. moved: whether any movement so far was not 0. */
typedef struct {
    V x, y, vx, vy, momentum, rate;
    M inside, solved, diverged, left, moved;
} NAME(State);

/* Returns x^p y^q. At least one exponent is above 0. */
INLINE V NAME(monomial)(const V *xs, const V *ys, int p, int q)
{
    return !q ? xs[p] : !p ? ys[q] : xs[p] * ys[q];
}

/* Returns the mean of a column over a batch of b examples. share: 1/b. */
INLINE V NAME(mean)(const REAL *column, const UINT *rows, int b, REAL share SHAPE)
{
    V total = LOOKUP(column, rows);
    for (int r = 1; r < b; r++) total += LOOKUP(column, rows + r * STEP);
    return b > 1 ? total * share : total;
}

/* Computes the mean gradient over the batch of b examples in `rows`, or over all examples in their order if FULL.
   table: first COLUMNS columns of coefficients, one for each bit of VARYING. Then i*c and j*c for each coefficient c
   that all examples share, MONOMIALS of each. Then for each well a11 a12 a22 and columns of centre x, centre y and
   amplitude. Last, for each ellipse of the goal, x y 1/rx 1/ry. */
INLINE void NAME(gradient)(const REAL *table, const UINT *rows, int b, REAL share, V x, V y, V *to_x, V *to_y SHAPE)
{
    const REAL *column = table, *along_x = table + COLUMNS * STRIDE, *along_y = along_x + MONOMIALS;
    const REAL *well = along_y + MONOMIALS;
    V xs[4] = {x, x, x * x, x * x * x}, ys[4] = {y, y, y * y, y * y * y}, gx = ZERO, gy = ZERO, c = ZERO;

#define PART(total, factor, p, q, shared)                                                                              \
    if (CONSTANT >> nth_ & 1) {                                                                                        \
        if ((p) + (q)) total += NAME(monomial)(xs, ys, p, q) * (shared);                                               \
        else total += (shared);                                                                                        \
    } else {                                                                                                           \
        V term_ = (p) + (q) ? NAME(monomial)(xs, ys, p, q) * c : c;                                                    \
        total += (factor) == 1 ? term_ : term_ * (REAL)(factor);                                                       \
    }
#define TERM(n, i, j)                                                                                                  \
    if ((CONSTANT | VARYING) >> n & 1) {                                                                               \
        enum { nth_ = n };                                                                                             \
        if (VARYING >> n & 1) c = NAME(mean)(column, rows, b, share SHAPED), column += STRIDE;                         \
        if (i) { PART(gx, i, (i ? i - 1 : 0), j, along_x[n]) }                                                         \
        if (j) { PART(gy, j, i, (j ? j - 1 : 0), along_y[n]) }                                                         \
    }
    EACH_MONOMIAL(TERM)
#undef TERM
#undef PART

    if (WELLS) {
        V bumps_x = ZERO, bumps_y = ZERO;
        for (int w = 0; w < WELLS; w++, well += 3 + 3 * STRIDE) {
            const REAL *centre_x = well + 3, *centre_y = centre_x + STRIDE, *amplitude = centre_y + STRIDE;
            V sx = ZERO, sy = ZERO;
#define SHARED(part) (SAME >> (3 * w + part) & 1)
#define OF_EXAMPLE(v, op, column, part) (FULL ? v op column[r] : SHARED(part) ? v op column[0] : v op LOOKUP(column, at))
            for (int r = 0; r < b; r++) {
                const UINT *at = rows + r * STEP;
                V ux = OF_EXAMPLE(x, -, centre_x, 0), uy = OF_EXAMPLE(y, -, centre_y, 1);
                V px = ux * well[0], py = uy * well[2];
                if (SKEWED >> w & 1) px += uy * well[1], py += ux * well[1];
                V bump = NAME(bump)(ux * px + uy * py);
                if (!SHARED(2)) bump = OF_EXAMPLE(bump, *, amplitude, 2);
                sx = FUSED(px, bump, sx);
                sy = FUSED(py, bump, sy);
            }
            if (SHARED(2)) sx *= amplitude[0], sy *= amplitude[0];
            bumps_x += sx, bumps_y += sy;
#undef OF_EXAMPLE
#undef SHARED
        }
        gx += bumps_x * share;
        gy += bumps_y * share;
    }
    *to_x = gx, *to_y = gy;
}

/* Returns which trajectories are inside the goal. */
INLINE M NAME(arrived)(const REAL *ellipse, const double *loss, V x, V y SHAPE)
{
    M here = NONE;
    if (LEVEL) {
        for (int first = 0; first < LANES; first += DOUBLES) {
            D at_x, at_y;
            for (int lane = 0; lane < DOUBLES; lane++)
                PUT(at_x, lane, GET(x, first + lane)), PUT(at_y, lane, GET(y, first + lane));
            const D found = FULL_LOSS(loss, at_x, at_y SHAPED);
            for (int lane = 0; lane < DOUBLES; lane++) PUT(here, first + lane, -(GET(found, lane) <= loss[0]));
        }
        return here;
    }
    for (int e = 0; e < ELLIPSES; e++, ellipse += 4) {
        V u = (x - ellipse[0]) * ellipse[2], v = (y - ellipse[1]) * ellipse[3];
        here |= AT_MOST(u * u + v * v, (REAL)1);
    }
    return here;
}

/* Makes one update, m <- λm - ηg and θ <- θ + m. Then records which trajectories have diverged, and which have been
   inside the goal for `hold` updates in a row. */
INLINE void NAME(update)(NAME(State) *s, const REAL *table, const double *loss, const UINT *rows, int b, REAL share,
                         REAL eta, int update, int hold SHAPE)
{
    const REAL *ellipses = table + COLUMNS * STRIDE + 2 * MONOMIALS + WELLS * (3 + 3 * STRIDE);
    V gx, gy;

    NAME(gradient)(table, rows, b, share, s->x, s->y, &gx, &gy SHAPED);
    s->vx = SELECT(s->left, ZERO, s->vx * s->momentum - gx * (s->rate * eta));
    s->vy = SELECT(s->left, ZERO, s->vy * s->momentum - gy * (s->rate * eta));
    V x = s->x + s->vx, y = s->y + s->vy;
    M leaves = ~AT_MOST(x * x + y * y, FARTHEST * FARTHEST) & ~s->left;
    s->diverged = SELECT_COUNT(leaves, NONE + update, s->diverged);
    s->left |= leaves;
    s->vx = SELECT(leaves, ZERO, s->vx), s->vy = SELECT(leaves, ZERO, s->vy);
    s->x = SELECT(leaves, s->x, x), s->y = SELECT(leaves, s->y, y);
    s->moved |= DIFFERS(s->vx, ZERO) | DIFFERS(s->vy, ZERO);

    M here = NAME(arrived)(ellipses, loss, s->x, s->y SHAPED) & ~s->left;
    s->inside = (s->inside + 1) & here;
    if (LAST) s->solved &= here;
    s->solved = SELECT_COUNT(EQUALS(s->solved, 0) & AT_LEAST(s->inside, hold), NONE + update, s->solved);
}
