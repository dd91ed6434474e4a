/* The work of networks that Python gives to the engine, the same for every instruction set. */
#ifndef NETWORKS_H
#define NETWORKS_H

#include "work.h"

enum { PAD = 16 }; /* units of a layer are padded to a multiple of it, one vector of the widest instruction set */

/* inputs, hidden, outputs: the units of the layers. all: the number of examples in the data.
   examples: the number of examples of each network. low: as in Shape. sampling: one of the enum in constants.h.
   batch: B. updates_in_epoch: the batches of an epoch, of which the last may be shorter. */
typedef struct {
    int32_t inputs, hidden, outputs, all, examples, low, sampling, batch, updates_in_epoch;
} NetworkShape;

/* What one call works on. The inputs of example i that are not 0 are values[n] at input[n], for
   n = starts[i] … starts[i + 1] - 1.
   rows, labels: the examples of each network, and their classes. live: which networks are moved.
   theta, velocity: the parameters W1, b1, W2, b2 of each network, and m. rate: η of each network. factor: the factor on
   η of each update, or one for all updates.
   gradient: 0, or where the gradient of the mean loss goes. losses, correct: the mean loss, and how many are right. */
typedef struct {
    const NetworkShape *shape;
    const int32_t *starts, *rows;
    const uint16_t *input;
    const float *values;
    const uint8_t *labels, *live;
    const uint32_t *number;
    float *theta, *velocity, *gradient;
    const double *rate, *momentum, *factor;
    double *losses;
    int32_t *correct;
    int64_t seed, epoch, position, updates, factors;
} NetworkWork;

/* Works on one network. Returns 0, or -1 if there is not enough memory. */
typedef int NetworkPass(const NetworkWork *work, long network);

#endif
