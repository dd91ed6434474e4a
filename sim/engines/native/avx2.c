/* For processors with AVX2. */
#if defined(__x86_64__) && defined(__GNUC__)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC target("avx2")
#endif
#include "work.h"

#define SET avx2
#define WIDTH 32

#define REAL float
#define COUNT int32_t
#define SINGLE 1
#include "lanes.h"
#define REAL double
#define COUNT int64_t
#define SINGLE 0
#include "lanes.h"

#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
