/* One network with one hidden layer at a time: its training, its loss and its gradient, in vectors of WIDTH bytes across
   the units of a layer. It is included once for each instruction set.

   A network stays in the cache of the first level. Inputs that are 0 are skipped: half of the pixels of a digit are. The
   second layer is kept in both orders, so that both directions read whole vectors. Nothing is added across the lanes of
   a vector but by `sum`, in an order that does not depend on WIDTH, so every instruction set gives the same bits. */
#include "networks.h"

#define LANES_OF ((int)(WIDTH / sizeof(float)))
typedef float F __attribute__((vector_size(WIDTH)));
typedef int32_t I __attribute__((vector_size(WIDTH)));
typedef uint32_t U __attribute__((vector_size(WIDTH)));
#define PASS_(name, set) name##_##set
#define PASS(name, set) PASS_(name, set)
#define EACH _Pragma("GCC unroll 16")

INLINE F load(const float *from) { return *(const F *)from; }
INLINE void store(float *to, F v) { *(F *)to = v; }
INLINE F all(float v) { return (F){0} + v; }
INLINE F choose(I mask, F yes, F no) { return (F)(((I)yes & mask) | ((I)no & ~mask)); }

/* Returns e^x for x <= 0, within two ulp. It is 0 below -60, where no sum of float notices it, so that no gradient
   becomes denormal. The polynomial is that of Cephes. */
INLINE F exponential(F x)
{
    const F magic = all(12582912.0f), shifted = x * all(1.44269504f) + magic, n = shifted - magic;
    const F r = (x - n * all(0.693359375f)) - n * all(-2.12194440e-4f);
    F p = all(1.9875691500e-4f);
    p = p * r + all(1.3981999507e-3f);
    p = p * r + all(8.3334519073e-3f);
    p = p * r + all(4.1665795894e-2f);
    p = p * r + all(1.6666665459e-1f);
    p = p * r + all(5.0000001201e-1f);
    p = (p * (r * r) + r) + all(1.0f);
    return choose((I)(x >= all(-60.0f)), (F)((U)p + ((U)shifted << 23)), all(0.0f));
}

/* Returns tanh x within four ulp: a quotient of polynomials, with the coefficients of Eigen. */
INLINE F hyperbolic(F x)
{
    x = choose((I)(x > all(7.90531110763549805f)), all(7.90531110763549805f), x);
    x = choose((I)(x < all(-7.90531110763549805f)), all(-7.90531110763549805f), x);
    const F s = x * x;
    F p = all(-2.76076847742355e-16f), q = all(1.19825839466702e-06f);
    p = p * s + all(2.00018790482477e-13f);
    p = p * s + all(-8.60467152213735e-11f);
    p = p * s + all(5.12229709037114e-08f);
    p = p * s + all(1.48572235717979e-05f);
    p = p * s + all(6.37261928875436e-04f);
    p = p * s + all(4.89352455891786e-03f);
    q = q * s + all(1.18534705686654e-04f);
    q = q * s + all(2.26843463243900e-03f);
    q = q * s + all(4.89352518554385e-03f);
    return x * p / q;
}

/* Returns ln s for 1 <= s < 2^20, within an ulp of double, or NaN for any other s. */
INLINE double logarithm(double s)
{
    int twos = 0;
    if (!(s >= 1 && s < 1048576)) return __builtin_nan("");
    for (; s > 1.4142135623730951; twos++) s *= 0.5;
    const double t = (s - 1) / (s + 1), u = t * t;
    double p = 0;
    for (int n = 21; n > 0; n -= 2) p = p * u + 1.0 / n;
    return 2 * t * p + twos * 0.6931471805599453;
}

/* Adds 16 numbers in pairs that are 8, 4, 2 and 1 apart. */
INLINE float sum16(const float *v)
{
    float a[8];
    for (int n = 0; n < 8; n++) a[n] = v[n] + v[n + 8];
    for (int n = 0; n < 4; n++) a[n] += a[n + 4];
    return (a[0] + a[2]) + (a[1] + a[3]);
}

INLINE float most16(const float *v)
{
    float a[8];
    for (int n = 0; n < 8; n++) a[n] = v[n] > v[n + 8] ? v[n] : v[n + 8];
    for (int n = 0; n < 4; n++) a[n] = a[n] > a[n + 4] ? a[n] : a[n + 4];
    const float one = a[0] > a[2] ? a[0] : a[2], other = a[1] > a[3] ? a[1] : a[3];
    return one > other ? one : other;
}

/* The arrays of the network that a thread works on; layers are padded with zeros. H and O are the padded numbers of
   hidden units and outputs. first and second are followed by their biases, and so are their velocities and gradients.
   first: (inputs + 1, H). second: (hidden + 1, O). turned: (outputs, H), the weights of the second layer. */
typedef struct {
    float *first, *second, *turned, *velocity_1, *velocity_2, *gradient_1, *gradient_2;
    float *h, *z, *p, *wanted; /* hidden units, outputs, e^z, and a row for each class with a 1 at it */
    uint32_t *order, *spare;
    void *memory;
} Scratch;

INLINE int padded(int units) { return (units + PAD - 1) / PAD * PAD; }

static int PASS(scratch, SET)(Scratch *to, const NetworkShape *s)
{
    const size_t H = (size_t)padded(s->hidden), O = (size_t)padded(s->outputs);
    const size_t one = ((size_t)s->inputs + 1) * H, two = ((size_t)s->hidden + 1) * O, turned = (size_t)s->outputs * H;
    const size_t keys = ((size_t)s->examples + PAD - 1) / PAD * PAD;
    const size_t count = 3 * (one + two) + turned + H + 2 * O + O * (size_t)s->outputs + 2 * keys;
    float *at = to->memory = aligned_alloc(64, sizeof(float) * count);
    if (!at) return -1;
    memset(at, 0, sizeof(float) * count);
    to->first = at, at += one, to->second = at, at += two, to->turned = at, at += turned;
    to->velocity_1 = at, at += one, to->velocity_2 = at, at += two;
    to->gradient_1 = at, at += one, to->gradient_2 = at, at += two;
    to->h = at, at += H, to->z = at, at += O, to->p = at, at += O;
    to->wanted = at, at += O * (size_t)s->outputs;
    for (size_t o = 0; o < (size_t)s->outputs; o++) to->wanted[o * O + o] = 1;
    to->order = (uint32_t *)at, to->spare = (uint32_t *)at + keys;
    return 0;
}

/* Copies (rows, units) numbers to or from rows of `stride` numbers. */
INLINE void spread(float *to, const float *from, int rows, int units, int stride)
{
    for (int r = 0; r < rows; r++) memcpy(to + (long)r * stride, from + (long)r * units, sizeof(float) * (size_t)units);
}

INLINE void gather(float *to, const float *from, int rows, int units, int stride)
{
    for (int r = 0; r < rows; r++) memcpy(to + (long)r * units, from + (long)r * stride, sizeof(float) * (size_t)units);
}

INLINE void turn(Scratch *n, const NetworkShape *s, int H, int O)
{
    for (int h = 0; h < s->hidden; h++)
        for (int o = 0; o < s->outputs; o++) n->turned[o * H + h] = n->second[h * O + o];
}

/* Puts a network into the scratch. The biases of outputs that do not exist are so low that they get no probability. */
INLINE void take(Scratch *n, const NetworkShape *s, const float *theta, int H, int O)
{
    spread(n->first, theta, s->inputs + 1, s->hidden, H);
    spread(n->second, theta + ((long)s->inputs + 1) * s->hidden, s->hidden + 1, s->outputs, O);
    for (int o = s->outputs; o < O; o++) n->second[s->hidden * O + o] = -1e30f;
    turn(n, s, H, O);
}

/* Computes the hidden units h of one example, and e^(z - largest z) of its outputs. Returns the sum of these. */
INLINE float forward(Scratch *n, const NetworkWork *w, int32_t row, float *largest, int H, int O)
{
    const NetworkShape *s = w->shape;
    const int32_t stop = w->starts[row + 1];
    F a[H / LANES_OF], odd[H / LANES_OF];
    int32_t at = w->starts[row];
    EACH for (int v = 0; v < H / LANES_OF; v++)
    {
        a[v] = load(n->first + s->inputs * H + v * LANES_OF);
        odd[v] = all(0.0f);
    }
    for (; at + 1 < stop; at += 2) {
        const float *x = n->first + w->input[at] * H, *y = n->first + w->input[at + 1] * H;
        const F by_x = all(w->values[at]), by_y = all(w->values[at + 1]);
        EACH for (int v = 0; v < H / LANES_OF; v++) a[v] += by_x * load(x + v * LANES_OF);
        EACH for (int v = 0; v < H / LANES_OF; v++) odd[v] += by_y * load(y + v * LANES_OF);
    }
    if (at < stop) {
        const float *x = n->first + w->input[at] * H;
        const F by_x = all(w->values[at]);
        EACH for (int v = 0; v < H / LANES_OF; v++) a[v] += by_x * load(x + v * LANES_OF);
    }
    EACH for (int v = 0; v < H / LANES_OF; v++) store(n->h + v * LANES_OF, hyperbolic(a[v] + odd[v]));

    F z[4][O / LANES_OF];
    EACH for (int v = 0; v < O / LANES_OF; v++)
    {
        z[0][v] = load(n->second + s->hidden * O + v * LANES_OF);
        z[1][v] = z[2][v] = z[3][v] = all(0.0f);
    }
    /* Padded hidden units are 0: row `hidden` holds the biases, so the loop ends before it. */
    int h = 0;
    for (; h + 3 < s->hidden; h += 4)
        EACH for (int k = 0; k < 4; k++)
        {
            const F by = all(n->h[h + k]);
            EACH for (int v = 0; v < O / LANES_OF; v++) z[k][v] += by * load(n->second + (h + k) * O + v * LANES_OF);
        }
    for (; h < s->hidden; h++)
        EACH for (int v = 0; v < O / LANES_OF; v++)
            z[0][v] += all(n->h[h]) * load(n->second + h * O + v * LANES_OF);
    EACH for (int v = 0; v < O / LANES_OF; v++)
        store(n->z + v * LANES_OF, (z[0][v] + z[1][v]) + (z[2][v] + z[3][v]));

    float most = most16(n->z), total = 0;
    for (int o = PAD; o < O; o += PAD) {
        const float next = most16(n->z + o);
        most = next > most ? next : most;
    }
    *largest = most;
    EACH for (int v = 0; v < O / LANES_OF; v++)
        store(n->p + v * LANES_OF, exponential(load(n->z + v * LANES_OF) - all(most)));
    for (int o = 0; o < O; o += PAD) total += sum16(n->p + o);
    return total;
}
