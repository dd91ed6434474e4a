/* Includes lanes.h for float and for double, for the instruction set that SET names. */

#define REAL float
#define COUNT int32_t
#define SINGLE 1
#include "lanes.h"
#define REAL double
#define COUNT int64_t
#define SINGLE 0
#include "lanes.h"
