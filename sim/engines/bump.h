/* The exponential function of a well, for the macros that update.h describes. It is included once for each REAL. */

/* Returns e^(-u/2) for u >= 0, within about one ulp. u is split into r - n 2 ln 2; a polynomial of r is computed,
   and n is added to its exponent. Above `faintest` the result is 0, well before it would become denormal, because a
   CPU is very slow with denormal numbers. */
INLINE V NAME(bump)(V u)
{
#if SINGLE
    const V magic = ZERO + 12582912.0f; /* 1.5 * 2^23: adding it rounds to a whole number */
    const V per_power = ZERO - 0.7213475f, power = ZERO + 1.3862944f; /* 2 ln 2, rounded to float */
    const REAL faintest = 138;
    enum { MANTISSA = 23 };
    const REAL q[] = {1.0f, -0.5f, 0.125f, -0.020833222f, 0.002604169f, -0.00026134917f, 2.1744127e-05f};
#else
    const V magic = ZERO + 6755399441055744.0; /* 1.5 * 2^52 */
    const V per_power = ZERO - 0.7213475204444817, power = ZERO + 1.3862943611198906, rest = ZERO + 4.638093627692599e-17;
    const REAL faintest = 1248;
    enum { MANTISSA = 52 };
    const REAL q[] = {1.0, -0.5, 0.12500000000000003, -0.020833333333333336, 0.0026041666666640102,
                      -0.00026041666666656453, 2.1701388933119873e-05, -1.5500992080500426e-06, 9.68809426655027e-08,
                      -5.3822790000605515e-09, 2.6972730351546257e-10, -1.225604288699279e-11};
#endif
    const int last = sizeof q / sizeof *q - 1;
    V shifted = FUSED(u, per_power, magic), n = shifted - magic, r = FUSED(n, power, u), mantissa = ZERO + q[last];
#if !SINGLE
    r = FUSED(n, rest, r);
#endif
    UNROLLED
    for (int k = last - 1; k >= 0; k--) mantissa = FUSED(mantissa, r, ZERO + q[k]);
    /* The bits are whole numbers without a sign, for which a shift out at the top is no error. */
    return SELECT(AT_MOST(u, faintest), FROM_BITS(BITS(mantissa) + (BITS(shifted) << MANTISSA)), ZERO);
}
