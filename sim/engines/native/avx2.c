/* The engine for processors with AVX2 and FMA: vectors of 32 bytes, and products fused with sums. */
#if defined(__x86_64__) && defined(__GNUC__)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif
#include <immintrin.h>

#include "work.h"

#define SET avx2
#define WIDTH 32

#define HAS_FUSED
INLINE __m256 fused_avx2_float(__m256 a, __m256 b, __m256 c) { return _mm256_fmadd_ps(a, b, c); }
INLINE __m256d fused_avx2_double(__m256d a, __m256d b, __m256d c) { return _mm256_fmadd_pd(a, b, c); }

#include "perceptron.h"
#include "training.h"

#include "both.h"

#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
