/* Includes lanes.h for double and for float, for the instruction set that SET names. Double comes first, because both
   compute the full loss in double. */

#define REAL double
#define COUNT int64_t
#define WORD uint64_t
#define SINGLE 0
#include "lanes.h"
#define REAL float
#define COUNT int32_t
#define WORD uint32_t
#define SINGLE 1
#include "lanes.h"
