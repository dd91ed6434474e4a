/* The macros of update.h for a GPU, where V is one number. source.py defines REAL, COUNT, SINGLE and THREADS before
   it. It is included once for each REAL. */
#undef FUSED
#undef BITS
#undef FROM_BITS

#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(name) JOIN(name, REAL)
#define INLINE __device__ __forceinline__
#define SHAPE
#define SHAPED
#define UINT unsigned char
#define STEP THREADS
#define LANES 1
#define V REAL
#define M COUNT
#define D double
#define DOUBLES 1
#define FULL_LOSS full_loss_double
#define ZERO ((REAL)0)
#define NONE ((M)0)
#define GET(v, lane) (v)
#define PUT(m, lane, value) ((m) = (value))
#define AT_MOST(a, b) (-(M)((a) <= (b)))
#define DIFFERS(a, b) (-(M)((a) != (b)))
#define EQUALS(a, b) (-(M)((a) == (b)))
#define AT_LEAST(a, b) (-(M)((a) >= (b)))
#define SELECT(m, a, b) ((m) ? (a) : (b))
#define SELECT_COUNT(m, a, b) ((m) ? (a) : (b))
#define COUNTED(v) ((M)(v))
#define LOOKUP(column, at) ((column)[*(at)])
#define UNROLLED _Pragma("unroll")
#if SINGLE
#define FUSED(a, b, c) __fmaf_rn(a, b, c)
#define BITS(v) ((unsigned)__float_as_int(v))
#define FROM_BITS(m) __int_as_float((int)(m))
#else
#define FUSED(a, b, c) __fma_rn(a, b, c)
#define BITS(v) ((unsigned long long)__double_as_longlong(v))
#define FROM_BITS(m) __longlong_as_double((long long)(m))
#endif
