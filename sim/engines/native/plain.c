/* The engine for any processor: vectors of 16 bytes, which SSE2 and NEON have. */
#include "work.h"

#define SET plain
#define WIDTH 16

#include "perceptron.h"
#include "training.h"

#include "both.h"
