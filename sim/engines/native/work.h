/* The work that Python gives to the engine, the same for every instruction set. */
#ifndef WORK_H
#define WORK_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 64 /* trajectories that are moved together: enough to hide the latency of each operation */
#define INLINE static inline __attribute__((always_inline))

#include "../constants.h"
#include "../mix.h"

/* The kind of landscape, goal and batch, in the order of SHAPE in program.py.
   examples: N. low: a mask of the bits of a key that hold the number of its example.
   columns: the number of coefficient columns. stride: the distance of two columns.
   varying, constant: one bit for each monomial whose coefficient differs between examples, or is shared.
   same: three bits for each well, whether all examples share centre x, centre y and amplitude.
   skewed: one bit for each well whose a12 is not 0. level: whether the goal is a level of the full loss.
   last: whether the goal has to be held at the end. full: whether a batch contains every example once.
   sampling: one of the enum in constants.h. drawn: whether it is REPLACEMENT. comparators: pairs in the network.
   averaged: one bit for each monomial whose mean coefficient is not 0. */
typedef struct {
    int32_t examples, low, stride, columns, varying, constant, wells, same, skewed, ellipses, level, last, full;
    int32_t sampling, drawn, batch, updates_in_epoch, comparators, averaged;
} Shape;

enum { TILTS = 6, QUADRATIC = 62 }; /* bits of the monomials x and y, and of all monomials of degree 1 and 2 */

/* Returns the stride of a usual landscape, and 0 for any other. Most landscapes of the game are usual: up to 64
   examples that differ only in their tilts of one quadratic, at most one well, without a12, and a goal of one
   ellipse. */
INLINE int usual_stride(const Shape *s)
{
    const int is_usual = s->stride <= 64 && s->varying == (s->full ? 0 : TILTS) && !(s->constant & ~QUADRATIC) &&
                         s->wells <= 1 && !s->skewed && s->ellipses == 1 && !s->level;
    return is_usual ? s->stride : 0;
}

/* What one call of `core` works on; what a pass does not need is 0.
   shares_momentum, shares_rate: whether all trajectories have the first number of the array.
   to: full losses. region, counts: as tally.h says. longest: the largest ‖m‖² that this thread has found. */
typedef struct {
    const Shape *shape;
    const int32_t *network; /* pairs of keys to put in order, one after the other, which sorts N keys */
    const void *table, *eta, *momentum, *rate, *region;
    const double *loss;
    const uint32_t *trajectory;
    void *x, *y, *vx, *vy;
    int32_t *inside, *solved, *diverged;
    int64_t *counts;
    double *longest, *to;
    int64_t seed, update, updates, epoch, position, etas;
    int32_t hold, shares_momentum, shares_rate;
} Work;

/* Works on the trajectories start … stop - 1. Returns what the threads' results are joined to by "or", or -1 if there
   is not enough memory. */
typedef int Pass(const Work *work, long start, long stop);

#endif
