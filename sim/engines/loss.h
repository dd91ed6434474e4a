/* The full loss of trajectories, for the macros that update.h describes. It is always computed in double: this text is
   included for REAL = double only. */

/* Returns the full loss at each position, with sums in the order of sim/engines/loss.py. Only the bumps fuse products
   with sums. loss: the level of the goal, the mean coefficients, and for each well a11 a12 a22 and columns of centre x,
   centre y and amplitude. */
INLINE V NAME(full_loss)(const REAL *loss, V x, V y SHAPE)
{
    const V xs[5] = {ZERO + 1, x, x * x, x * x * x, x * x * (x * x)};
    const V ys[5] = {ZERO + 1, y, y * y, y * y * y, y * y * (y * y)};
    const REAL *mean = loss + 1, *well = mean + MONOMIALS;
    V total = ZERO + mean[0], bumps = ZERO;

#define TERM(n, i, j)                                                                                                  \
    if (AVERAGED >> n & 1) {                                                                                           \
        V term_ = i ? mean[n] * xs[i] : ZERO + mean[n];                                                                \
        total += j ? term_ * ys[j] : term_;                                                                            \
    }
    EACH_MONOMIAL(TERM)
#undef TERM
    for (int w = 0; w < WELLS; w++, well += 3 + 3 * STRIDE) {
        const REAL *centre_x = well + 3, *centre_y = centre_x + STRIDE, *amplitude = centre_y + STRIDE;
        for (int n = 0; n < EXAMPLES; n++) {
            V ux = x - centre_x[n], uy = y - centre_y[n];
            bumps += amplitude[n] * NAME(bump)(ux * (well[0] * ux + 2 * well[1] * uy) + uy * (well[2] * uy));
        }
    }
    return WELLS ? total - bumps * ((REAL)1 / EXAMPLES) : total;
}
