/* The engine for processors with AVX-512: vectors of 64 bytes. Columns of up to 64 examples are looked up in
   registers. */
#if defined(__x86_64__) && defined(__GNUC__)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512vl,avx512dq,avx512bw,prefer-vector-width=512")
#endif
#include <immintrin.h>

#include "work.h"

#define SET avx512
#define WIDTH 64
#define PERMUTED 32

INLINE __m512 permuted_avx512_float(const float *column, const uint32_t *at)
{
    return _mm512_permutex2var_ps(_mm512_loadu_ps(column), _mm512_loadu_si512(at), _mm512_loadu_ps(column + 16));
}

INLINE __m512d permuted_avx512_double(const double *column, const uint32_t *at)
{
    const __m512i which = _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)at));
    const __m512d low = _mm512_permutex2var_pd(_mm512_loadu_pd(column), which, _mm512_loadu_pd(column + 8));
    const __m512d high = _mm512_permutex2var_pd(_mm512_loadu_pd(column + 16), which, _mm512_loadu_pd(column + 24));
    return _mm512_mask_blend_pd(_mm512_test_epi64_mask(which, _mm512_set1_epi64(16)), low, high);
}

/* Selects for each lane: `first` if its example is one of the first 32, else `next`. */
INLINE __m512 either_avx512_float(__m512 first, __m512 next, const uint32_t *at)
{
    return _mm512_mask_blend_ps(_mm512_test_epi32_mask(_mm512_loadu_si512(at), _mm512_set1_epi32(32)), first, next);
}

INLINE __m512d either_avx512_double(__m512d first, __m512d next, const uint32_t *at)
{
    const __m512i which = _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)at));
    return _mm512_mask_blend_pd(_mm512_test_epi64_mask(which, _mm512_set1_epi64(32)), first, next);
}

#define HAS_FUSED
INLINE __m512 fused_avx512_float(__m512 a, __m512 b, __m512 c) { return _mm512_fmadd_ps(a, b, c); }
INLINE __m512d fused_avx512_double(__m512d a, __m512d b, __m512d c) { return _mm512_fmadd_pd(a, b, c); }

#include "perceptron.h"
#include "training.h"

#include "both.h"

#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
