/* The kernel. Each thread moves one trajectory, whose state stays in registers for all updates of a launch. The
   tables are in shared memory.

   It is compiled for one landscape, goal and batch size: EXAMPLES (at most 32) and the other parameters of update.h
   are constants, so that conditions on them cost nothing. source.py puts macros and the shared
   text before this one. */

#define SHORT (EXAMPLES % BATCH) /* the size of the last batch of an epoch, 0 if it is as large as the others */
#define TABLE (COLUMNS * STRIDE + 2 * MONOMIALS + WELLS * (3 + 3 * STRIDE) + 4 * ELLIPSES)

/* Writes the order of the examples in an epoch for this trajectory, with THREADS between two elements. NETWORK sorts
   `key`. See sim/shuffle.py. */
INLINE void shuffle(UINT *order, unsigned seed, unsigned trajectory, unsigned epoch)
{
    const unsigned stream = stream_of(seed, trajectory, epoch);
    unsigned key[EXAMPLES];

#pragma unroll
    for (unsigned n = 0; n < EXAMPLES; n++) {
        const unsigned word = word_of(stream, n);
        key[n] = DRAWN ? (unsigned)((unsigned long long)word * EXAMPLES >> 32) : (word & ~(unsigned)LOW) | n;
    }
    if (!DRAWN) {
#define ORDERED(i, j)                                                                                                  \
    {                                                                                                                  \
        const unsigned a = key[i], b = key[j];                                                                         \
        key[i] = a < b ? a : b;                                                                                        \
        key[j] = a < b ? b : a;                                                                                        \
    }
        NETWORK
#undef ORDERED
    }
#pragma unroll
    for (unsigned n = 0; n < EXAMPLES; n++) order[n * THREADS] = (UINT)(key[n] & LOW);
}

extern "C" __global__ void __launch_bounds__(THREADS, SINGLE ? 8 : 4)
advance(const REAL *given, const double *loss, const REAL *eta, int etas, const REAL *momentum, const REAL *rate,
        const unsigned *trajectory, REAL *x, REAL *y, REAL *vx, REAL *vy, int *inside, int *solved, int *diverged,
        bool *moved, unsigned seed, int update, int updates, unsigned epoch, int position, int hold, int count)
{
    __shared__ REAL table[TABLE];
    __shared__ UINT orders[EXAMPLES * THREADS];
    const int k = (int)(blockIdx.x * THREADS + threadIdx.x);

    for (int n = (int)threadIdx.x; n < TABLE; n += THREADS) table[n] = given[n];
    __syncthreads();
    if (k >= count) return;

    NAME(State) s = {x[k], y[k], vx[k], vy[k], momentum[k], rate[k], inside[k], solved[k], diverged[k]};
    s.left = DIFFERS(diverged[k], 0), s.moved = NONE;
    UINT *order = orders + threadIdx.x;
    if (SAMPLING == INDEX)
        for (int n = 0; n < EXAMPLES; n++) order[n * THREADS] = (UINT)n;
    for (int u = 0; u < updates; u++, position++) {
        if (position == UPDATES_IN_EPOCH) epoch++, position = 0;
        if (!FULL && SAMPLING != INDEX && (!u || (!position && SAMPLING != ONCE)))
            shuffle(order, seed, trajectory[k], SAMPLING == ONCE ? 0 : epoch);
        const int from = position * BATCH, b = SHORT && from + BATCH > EXAMPLES ? SHORT : BATCH;
        const REAL share = b == BATCH ? (REAL)(1.0 / BATCH) : (REAL)(1.0 / (SHORT + !SHORT));
        NAME(update)(&s, table, loss, order + from * THREADS, b, share, eta[u < etas ? u : etas - 1], update + u + 1,
                     hold);
    }
    x[k] = s.x, y[k] = s.y, vx[k] = s.vx, vy[k] = s.vy;
    inside[k] = (int)s.inside, solved[k] = (int)s.solved, diverged[k] = (int)s.diverged;
    if (s.moved) *moved = true;
}
