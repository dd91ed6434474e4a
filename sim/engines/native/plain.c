/* For any processor: vectors of 16 bytes, which SSE2 and NEON have. */
#include "work.h"

#define SET plain
#define WIDTH 16

#define REAL float
#define COUNT int32_t
#define SINGLE 1
#include "lanes.h"
#define REAL double
#define COUNT int64_t
#define SINGLE 0
#include "lanes.h"
