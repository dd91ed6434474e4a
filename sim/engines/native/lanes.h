/* Blocks of trajectories on a CPU, in vectors of WIDTH bytes: their update, their full loss and what a frame counts.
   It is included once for each instruction set and precision: REAL is float if SINGLE is 1, else double. */

#define JOIN_(a, b, c) a##_##b##_##c
#define JOIN(a, b, c) JOIN_(a, b, c)
#define NAME(name) JOIN(name, SET, REAL)

/* The update is compiled for several constant values of `full` and `usual`, because a test costs as much as a product.
   full: whether a batch contains all examples. usual: the result of usual_stride(). */
#define SHAPE , const Shape *shape, const int full, const int usual
#define SHAPED , shape, full, usual
#define FULL full
#define EXAMPLES (shape->examples)
#define STRIDE (usual ? usual : shape->stride)
#define COLUMNS (full ? 0 : usual ? 2 : shape->columns)
#define VARYING (full ? 0 : usual ? TILTS : shape->varying)
#define CONSTANT (usual ? shape->constant & QUADRATIC : shape->constant)
#define WELLS (usual ? shape->wells & 1 : shape->wells)
#define SAME (shape->same)
#define SKEWED (usual ? 0 : shape->skewed)
#define ELLIPSES (usual ? 1 : shape->ellipses)
#define LEVEL (usual ? 0 : shape->level)
#define LAST (shape->last)
#define AVERAGED (shape->averaged)

#define UINT uint32_t
#define STEP BLOCK
#define LANES ((int)(WIDTH / sizeof(REAL)))
typedef REAL NAME(Vector) __attribute__((vector_size(WIDTH)));
typedef COUNT NAME(Mask) __attribute__((vector_size(WIDTH)));
typedef WORD NAME(Bits) __attribute__((vector_size(WIDTH)));
#define V NAME(Vector)
#define M NAME(Mask)
#define D JOIN(Vector, SET, double)
#define DOUBLES ((int)(WIDTH / sizeof(double)))
#define FULL_LOSS JOIN(full_loss, SET, double)
#define ZERO ((V){0})
#define NONE ((M){0})
#define BITS(v) ((NAME(Bits))(v))
#define FROM_BITS(m) ((V)(m))
#define COUNTED(v) __builtin_convertvector(v, M)
#define AT_MOST(a, b) ((M)((a) <= (b)))
#define DIFFERS(a, b) ((M)((a) != (b)))
#define EQUALS(a, b) ((M)((a) == (b)))
#define AT_LEAST(a, b) ((M)((a) >= (b)))
#define SELECT(m, a, b) FROM_BITS((BITS(a) & BITS(m)) | (BITS(b) & ~BITS(m)))
#define SELECT_COUNT(m, a, b) (((a) & (m)) | ((b) & ~(m)))
#define GET(v, lane) ((v)[lane])
#define PUT(m, lane, value) ((m)[lane] = (value))

INLINE V NAME(lookup)(const REAL *column, const UINT *at SHAPE)
{
#ifdef PERMUTED
    if (STRIDE == PERMUTED) return (V)NAME(permuted)(column, at);
    if (STRIDE == 2 * PERMUTED)
        return (V)NAME(either)(NAME(permuted)(column, at), NAME(permuted)(column + PERMUTED, at), at);
#endif
    union {
        REAL each[LANES];
        V all;
    } found;
    for (int lane = 0; lane < LANES; lane++) found.each[lane] = column[at[lane]];
    return found.all;
}
#define LOOKUP(column, at) NAME(lookup)(column, at SHAPED)
#define UNROLLED _Pragma("GCC unroll 16")
#ifdef HAS_FUSED
#define FUSED(a, b, c) ((V)NAME(fused)(a, b, c))
#else
#define FUSED(a, b, c) ((a) * (b) + (c))
#endif

#include "../bump.h"
#if !SINGLE
#include "../loss.h"
#endif
#include "../tally.h"
#include "../update.h"

/* Writes the order of the examples in an epoch: order[n][lane] is the n-th example of a lane. See sim/shuffle.py. */
static void NAME(shuffle)(const Work *work, const UINT *trajectory, uint32_t epoch, UINT order[][BLOCK])
{
    const Shape *shape = work->shape;
    const uint32_t low = (uint32_t)shape->low, examples = (uint32_t)EXAMPLES;
    uint32_t stream[BLOCK];

    for (int lane = 0; lane < BLOCK; lane++) stream[lane] = stream_of((uint32_t)work->seed, trajectory[lane], epoch);
    for (uint32_t n = 0; n < examples; n++)
        for (int lane = 0; lane < BLOCK; lane++) order[n][lane] = word_of(stream[lane], n);
    if (shape->drawn) {
        for (uint32_t n = 0; n < examples; n++)
            for (int lane = 0; lane < BLOCK; lane++) order[n][lane] = (uint32_t)((uint64_t)order[n][lane] * examples >> 32);
        return;
    }
    for (uint32_t n = 0; n < examples; n++)
        for (int lane = 0; lane < BLOCK; lane++) order[n][lane] = (order[n][lane] & ~low) | n;
    for (const int32_t *pair = work->network, *end = pair + 2 * shape->comparators; pair < end; pair += 2) {
        uint32_t *restrict one = order[pair[0]], *restrict other = order[pair[1]];
        for (int lane = 0; lane < BLOCK; lane++) {
            uint32_t a = one[lane], b = other[lane];
            one[lane] = a < b ? a : b;
            other[lane] = a < b ? b : a;
        }
    }
    for (uint32_t n = 0; n < examples; n++)
        for (int lane = 0; lane < BLOCK; lane++) order[n][lane] &= low;
}

/* Moves the trajectories start … stop - 1 by work->updates updates. Returns whether any movement was not 0, or -1 if
   there is not enough memory. */
int NAME(advance)(const Work *work, long start, long stop)
{
    const Shape own = *work->shape, *shape = &own; /* A copy: the compiler sees that no store to x or y changes it. */
    const REAL *table = work->table, *eta = work->eta, *momentum = work->momentum, *rate = work->rate;
    REAL *x = work->x, *y = work->y, *vx = work->vx, *vy = work->vy;
    UINT(*order)[BLOCK] = aligned_alloc(64, sizeof(UINT) * BLOCK * (size_t)EXAMPLES);
    const int usual = usual_stride(shape);
    const long own_momentum = work->shares_momentum ? 0 : 1, own_rate = work->shares_rate ? 0 : 1;
    int moved = 0;

    if (!order) return -1;
    for (long first = start; first < stop; first += BLOCK) {
        NAME(State) state[BLOCK / LANES];
        UINT trajectory[BLOCK];
        const int count = stop - first < BLOCK ? (int)(stop - first) : BLOCK;

        for (int lane = 0; lane < BLOCK; lane++) {
            const long k = first + (lane < count ? lane : count - 1); /* Empty lanes repeat the last trajectory. */
            NAME(State) *s = state + lane / LANES;
            const int at = lane % LANES;
            trajectory[lane] = work->trajectory[k];
            s->x[at] = x[k], s->y[at] = y[k], s->vx[at] = vx[k], s->vy[at] = vy[k];
            s->momentum[at] = momentum[k * own_momentum], s->rate[at] = rate[k * own_rate];
            s->inside[at] = work->inside[k], s->solved[at] = work->solved[k], s->diverged[at] = work->diverged[k];
            s->left[at] = -(work->diverged[k] != 0), s->moved[at] = 0;
        }
        if (shape->sampling == INDEX)
            for (int n = 0; n < EXAMPLES; n++)
                for (int lane = 0; lane < BLOCK; lane++) order[n][lane] = (UINT)n;

        long epoch = work->epoch, position = work->position;
        for (long u = 0; u < work->updates; u++, position++) {
            if (position == shape->updates_in_epoch) epoch++, position = 0;
            if (!shape->full && shape->sampling != INDEX && (!u || (!position && shape->sampling != ONCE)))
                NAME(shuffle)(work, trajectory, shape->sampling == ONCE ? 0 : (uint32_t)epoch, order);
            const long from = position * shape->batch, rest = EXAMPLES - from;
            const int b = (int)(rest < shape->batch ? rest : shape->batch);
            const REAL share = (REAL)(1.0 / b), now = eta[u < work->etas ? u : work->etas - 1];
            const int at = (int)(work->update + u + 1), hold = work->hold;
#define MOVE(full, usual)                                                                                              \
    for (int v = 0; v < BLOCK / LANES; v++)                                                                            \
        NAME(update)(state + v, table, work->loss, order[full ? 0 : from] + v * LANES, b, share, now, at, hold, shape, \
                     full, usual)
            if (shape->full && usual == 32) MOVE(1, 32); /* MOVE(1, 64) would not be faster than MOVE(1, 0). */
            else if (shape->full) MOVE(1, 0);
            else if (usual == 32) MOVE(0, 32);
            else if (usual == 64) MOVE(0, 64);
            else MOVE(0, 0);
#undef MOVE
        }
        for (int lane = 0; lane < count; lane++) {
            const long k = first + lane;
            const NAME(State) *s = state + lane / LANES;
            const int at = lane % LANES;
            x[k] = s->x[at], y[k] = s->y[at], vx[k] = s->vx[at], vy[k] = s->vy[at];
            work->inside[k] = (int32_t)s->inside[at], work->solved[k] = (int32_t)s->solved[at];
            work->diverged[k] = (int32_t)s->diverged[at];
            moved |= s->moved[at] != 0;
        }
    }
    free(order);
    return moved;
}

/* Copies the numbers first … first + BLOCK - 1. From `stop` on the last one is repeated. */
INLINE void NAME(copy)(const void *from, long first, long stop, REAL *to)
{
    const REAL *each = from;
    if (stop - first >= BLOCK) memcpy(to, each + first, sizeof(REAL) * BLOCK);
    else
        for (int lane = 0; lane < BLOCK; lane++) to[lane] = each[first + lane < stop ? first + lane : stop - 1];
}

/* Counts trajectories by cell, solved and diverged, and finds the largest ‖m‖² in double. */
int NAME(tally)(const Work *work, long start, long stop)
{
    double longest[8] = {0};
    int64_t solved = 0, diverged = 0;

    for (long first = start; first < stop; first += BLOCK) {
        REAL x[BLOCK], y[BLOCK], vx[BLOCK], vy[BLOCK];
        COUNT cells[BLOCK];
        const int count = stop - first < BLOCK ? (int)(stop - first) : BLOCK;

        NAME(copy)(work->x, first, stop, x), NAME(copy)(work->y, first, stop, y);
        NAME(copy)(work->vx, first, stop, vx), NAME(copy)(work->vy, first, stop, vy);
        for (int lane = 0; lane < BLOCK; lane += LANES) {
            V at_x, at_y;
            memcpy(&at_x, x + lane, sizeof at_x), memcpy(&at_y, y + lane, sizeof at_y);
            const M found = NAME(cell)(work->region, at_x, at_y);
            memcpy(cells + lane, &found, sizeof found);
        }
        for (int lane = 0; lane < count; lane++) work->counts[cells[lane]]++;
        for (int lane = 0; lane < BLOCK; lane += 8)
            for (int n = 0; n < 8; n++) {
                const double dx = vx[lane + n], dy = vy[lane + n], length = dx * dx + dy * dy;
                longest[n] = length > longest[n] ? length : longest[n];
            }
        for (int lane = 0; lane < count; lane++)
            solved += work->solved[first + lane] != 0, diverged += work->diverged[first + lane] != 0;
    }
    work->counts[SOLVED_AT] += solved, work->counts[DIVERGED_AT] += diverged;
    for (int n = 0; n < 8; n++) *work->longest = longest[n] > *work->longest ? longest[n] : *work->longest;
    return 0;
}

/* Writes the full loss at each position to work->to. */
int NAME(losses)(const Work *work, long start, long stop)
{
    const Shape own = *work->shape, *shape = &own;

    for (long first = start; first < stop; first += BLOCK) {
        REAL x[BLOCK], y[BLOCK];
        double found[BLOCK];
        NAME(copy)(work->x, first, stop, x), NAME(copy)(work->y, first, stop, y);
        for (int lane = 0; lane < BLOCK; lane += DOUBLES) {
            D at_x, at_y;
            for (int n = 0; n < DOUBLES; n++) at_x[n] = x[lane + n], at_y[n] = y[lane + n];
            const D each = FULL_LOSS(work->loss, at_x, at_y, shape, 0, 0);
            memcpy(found + lane, &each, sizeof each);
        }
        memcpy(work->to + first, found, sizeof(double) * (size_t)(stop - first < BLOCK ? stop - first : BLOCK));
    }
    return 0;
}

#undef REAL
#undef COUNT
#undef WORD
#undef SINGLE
