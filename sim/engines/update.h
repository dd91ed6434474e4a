/* The update of trajectories, written once for every processor: V is one number on a GPU, several side by side on a CPU.

   Whoever includes this says beforehand
     REAL V M            a number; the numbers of trajectories side by side; a mask or a count for each of them
     AT_MOST DIFFERS SELECT   a <= b (false for NaN), a != b, and m ? a : b, lane by lane; true is -1 and false is 0
     ZERO NONE           a V and an M of nothing; BITS and FROM_BITS take a V for an M of the same bits, and back
     LOOKUP(column, at)  column[*at] of each lane; a column has a number an example and is STRIDE long
     GET PUT LANES       one lane of a V, and of an M; how many there are
     STEP                how far apart the examples of a batch lie in `rows`
     NAME INLINE SHAPE   what a function is called here, how it is compiled, and the argument that the rest looks into:
     EXAMPLES STRIDE COLUMNS VARYING CONSTANT WELLS SAME SKEWED ELLIPSES LEVEL LAST FULL AVERAGED
     FUSED(a, b, c)      a b + c, rounded once where the processor can
   Sums are in the order of sim/engines/gradient.py, and only a well's bump fuses a product with a sum, and says so: what
   has no exp in it is therefore the reference's bit for bit, and what has one is the same on all that can fuse. */

#define MONOMIALS 15
#define FARTHEST ((REAL)1000)
#define EACH_MONOMIAL(TERM)                                                                                            \
    TERM(1, 1, 0) TERM(2, 0, 1) TERM(3, 2, 0) TERM(4, 1, 1) TERM(5, 0, 2) TERM(6, 3, 0) TERM(7, 2, 1) TERM(8, 1, 2)    \
    TERM(9, 0, 3) TERM(10, 4, 0) TERM(11, 3, 1) TERM(12, 2, 2) TERM(13, 1, 3) TERM(14, 0, 4)

/* left: gone beyond FARTHEST. moved: some movement was not 0. */
typedef struct {
    V x, y, vx, vy, momentum, rate;
    M inside, solved, diverged, left, moved;
} NAME(State);

/* e^v for v <= 0 to about an ulp: v = n ln 2 + r, a polynomial of r, and n added to the exponent. 0 below `lowest`. */
INLINE V NAME(exp)(V v)
{
#if SINGLE
    const V magic = ZERO + 12582912.0f, one = ZERO + 1.0f; /* 1.5 * 2^23: adding it rounds to a whole number */
    const V per_ln2 = ZERO + 1.44269504f, ln2 = ZERO - 0.693359375f, rest = ZERO + 2.12194440e-4f;
    const REAL lowest = -87.0f;
    enum { MANTISSA = 23 };
    const REAL q[] = {0.5f, 1.6666576989698775e-1f, 4.1666554617204574e-2f, 8.363179052722578e-3f, 1.3926183587713494e-3f};
#else
    const V magic = ZERO + 6755399441055744.0, one = ZERO + 1.0; /* 1.5 * 2^52 */
    const V per_ln2 = ZERO + 1.4426950408889634, ln2 = ZERO - 6.93145751953125e-1, rest = ZERO - 1.4286068203094172321e-6;
    const REAL lowest = -708.0;
    enum { MANTISSA = 52 };
    const REAL q[] = {0.5, 1.6666666666666669e-1, 4.166666666662413e-2, 8.333333333330062e-3, 1.3888888917213717e-3,
                      1.9841269863053618e-4, 2.4801521295954376e-5, 2.7557268459997064e-6, 2.7620088445409746e-7,
                      2.510038549551032e-8};
#endif
    const int last = sizeof q / sizeof *q - 1;
    V shifted = FUSED(v, per_ln2, magic), n = shifted - magic;
    V r = FUSED(n, rest, FUSED(n, ln2, v)), mantissa = ZERO + q[last];
    UNROLLED
    for (int k = last - 1; k >= 0; k--) mantissa = FUSED(mantissa, r, ZERO + q[k]);
    mantissa = FUSED(mantissa * r, r, r) + one;
    return SELECT(AT_MOST(v, lowest), ZERO, FROM_BITS(BITS(mantissa) + (BITS(shifted) << MANTISSA)));
}

/* x^p y^q, not both 0 */
INLINE V NAME(monomial)(const V *xs, const V *ys, int p, int q)
{
    return !q ? xs[p] : !p ? ys[q] : xs[p] * ys[q];
}

/* The mean of a column over a batch of b; share is 1/b. */
INLINE V NAME(mean)(const REAL *column, const UINT *rows, int b, REAL share SHAPE)
{
    V total = LOOKUP(column, rows);
    for (int r = 1; r < b; r++) total += LOOKUP(column, rows + r * STEP);
    return b > 1 ? total * share : total;
}

/* Mean gradient over a batch of b, whose examples are `rows`; over all in their order where FULL.
   table: COLUMNS columns of coefficients; i*c and j*c of those that all examples share; a well: a11 a12 a22, then columns
   of centres in x and y and of amplitudes; an ellipse: x y 1/rx 1/ry. */
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
        V sx = ZERO, sy = ZERO;
        for (int w = 0; w < WELLS; w++, well += 3 + 3 * STRIDE) {
            const REAL *centre_x = well + 3, *centre_y = centre_x + STRIDE, *amplitude = centre_y + STRIDE;
            for (int r = 0; r < b; r++) {
                const UINT *at = rows + r * STEP;
#define OF_EXAMPLE(op, v, column, part)                                                                                \
    (FULL ? v op column[r] : SAME >> (3 * w + part) & 1 ? v op column[0] : v op LOOKUP(column, at))
                V ux = OF_EXAMPLE(-, x, centre_x, 0), uy = OF_EXAMPLE(-, y, centre_y, 1);
                V px = ux * well[0], py = uy * well[2];
                if (SKEWED >> w & 1) px += uy * well[1], py += ux * well[1];
                V bump = NAME(exp)((ux * px + uy * py) * (REAL)-0.5);
                bump = OF_EXAMPLE(*, bump, amplitude, 2);
                sx = FUSED(px, bump, sx);
                sy = FUSED(py, bump, sy);
#undef OF_EXAMPLE
            }
        }
        gx += sx * share;
        gy += sy * share;
    }
    *to_x = gx, *to_y = gy;
}

/* The full loss of one trajectory in double, whatever it is moved in; summed as sim/engines/loss.py does.
   loss: the level, the mean coefficients, the wells as above, with all examples. */
INLINE double NAME(full_loss)(const double *loss, double x, double y SHAPE)
{
    const double xs[5] = {1, x, x * x, x * x * x, x * x * (x * x)}, ys[5] = {1, y, y * y, y * y * y, y * y * (y * y)};
    const double *mean = loss + 1, *well = mean + MONOMIALS;
    double total = mean[0], bumps = 0;
#define TERM(n, i, j)                                                                                                  \
    if (AVERAGED >> n & 1) {                                                                                           \
        double term_ = i ? mean[n] * xs[i] : mean[n];                                                                  \
        total += j ? term_ * ys[j] : term_;                                                                            \
    }
    EACH_MONOMIAL(TERM)
#undef TERM
    for (int w = 0; w < WELLS; w++, well += 3 + 3 * STRIDE) {
        for (int n = 0; n < EXAMPLES; n++) {
            double ux = x - well[3 + n], uy = y - well[3 + STRIDE + n];
            double u = ux * (well[0] * ux + 2 * well[1] * uy) + uy * (well[2] * uy);
            bumps += well[3 + 2 * STRIDE + n] * exp(-0.5 * u);
        }
    }
    return WELLS ? total - bumps * (1.0 / EXAMPLES) : total;
}

/* Which trajectories are at the goal. */
INLINE M NAME(arrived)(const REAL *ellipse, const double *loss, V x, V y SHAPE)
{
    M here = NONE;
    if (LEVEL) {
        for (int lane = 0; lane < LANES; lane++)
            PUT(here, lane, -(NAME(full_loss)(loss, GET(x, lane), GET(y, lane) SHAPED) <= loss[0]));
        return here;
    }
    for (int e = 0; e < ELLIPSES; e++, ellipse += 4) {
        V u = (x - ellipse[0]) * ellipse[2], v = (y - ellipse[1]) * ellipse[3];
        here |= AT_MOST(u * u + v * v, (REAL)1);
    }
    return here;
}

/* m <- λm - ηg, θ <- θ + m; then who has left for good, and who has been at the goal for `hold` updates in a row. */
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
