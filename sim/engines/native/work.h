/* What the engine is given, the same for every instruction set. */
#ifndef WORK_H
#define WORK_H

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define BLOCK 64 /* trajectories that take turns on one processor: enough to hide what each of them waits for */
#define INLINE static inline __attribute__((always_inline))

#include "../mix.h"

enum { RESHUFFLE, ONCE, INDEX, REPLACEMENT };

/* In the order of SHAPE in program.py. examples: N. stride: how far columns lie apart. varying, constant: bits, a monomial
   each. same: a bit a well and part (x, y, amplitude) that all examples share. skewed: a bit a well with a12.
   averaged: bits, a monomial each whose mean coefficient is not 0; none without a level. */
typedef struct {
    int32_t examples, low, stride, columns, varying, constant, wells, same, skewed, ellipses, level, last, full;
    int32_t sampling, drawn, batch, updates_in_epoch, comparators, averaged;
} Shape;

enum { TILTS = 6, QUADRATIC = 62 }; /* bits of monomials: x and y, and all up to degree 2 */

/* The stride of a landscape as most of the game's are: up to 64 examples that tilt a quadratic, at most one well, upright,
   and one goal; 0 of any other. */
INLINE int usual_stride(const Shape *s)
{
    const int is_usual = s->stride <= 64 && s->varying == (s->full ? 0 : TILTS) && !(s->constant & ~QUADRATIC) &&
                         s->wells <= 1 && !s->skewed && s->ellipses == 1 && !s->level;
    return is_usual ? s->stride : 0;
}

typedef struct {
    const Shape *shape;
    const int32_t *network; /* pairs to be put in order, which sorts N keys */
    const void *table, *eta, *momentum, *rate;
    const double *loss;
    const uint32_t *trajectory;
    void *x, *y, *vx, *vy;
    int32_t *inside, *solved, *diverged;
    int64_t seed, update, updates, epoch, position, etas;
    int32_t hold;
} Work;

typedef int Advance(const Work *work, long start, long stop);

#endif
