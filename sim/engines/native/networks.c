/* The functions `train` and `measure` of the Python module `core`, which work on networks. */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "module.h"
#include "networks.h"

#define DECLARED(set) NetworkPass train_##set, measure_##set
DECLARED(plain);
#if defined(__x86_64__)
DECLARED(avx2);
DECLARED(avx512);
#endif

static const struct {
    NetworkPass *train, *measure;
} SETS[] = {
    {train_plain, measure_plain},
#if defined(__x86_64__)
    {train_avx2, measure_avx2},
    {train_avx512, measure_avx512},
#endif
};

/* Works on networks, taking the next one from `next` until none are left; other threads do the same at the same time. */
static int share(NetworkPass *pass, const NetworkWork *work, int64_t *next, int64_t count)
{
    for (;;) {
        const int64_t k = __atomic_fetch_add(next, 1, __ATOMIC_RELAXED);
        if (k < 0 || k >= count) return 0;
        if (pass(work, (long)k)) return -1;
    }
}

enum { SHAPE_, STARTS, INPUT, VALUES, ROWS, LABELS, LIVE, THETA, COMMON };

/* Returns whether the buffers that both functions have are as long as the shape says. */
static int fits(const Py_buffer *held, Py_ssize_t count)
{
    const NetworkShape *s = held[SHAPE_].buf;
    if (held[SHAPE_].len != sizeof *s) return 0;
    if (s->inputs < 1 || s->hidden < 1 || s->outputs < 1 || s->examples < 1 || s->all < 1 || s->batch < 1) return 0;
    const Py_ssize_t rows = count * s->examples;
    const Py_ssize_t parameters = (s->inputs + 1) * (Py_ssize_t)s->hidden + (s->hidden + 1) * (Py_ssize_t)s->outputs;
    if (held[STARTS].len != 4 * ((Py_ssize_t)s->all + 1)) return 0;
    const Py_ssize_t values = ((const int32_t *)held[STARTS].buf)[s->all];
    return held[INPUT].len == 2 * values && held[VALUES].len == 4 * values && held[ROWS].len == 4 * rows &&
           held[LABELS].len == rows && held[THETA].len == 4 * parameters * count;
}

static NetworkWork common(const Py_buffer *held)
{
    return (NetworkWork){.shape = held[SHAPE_].buf, .starts = held[STARTS].buf, .input = held[INPUT].buf,
                         .values = held[VALUES].buf, .rows = held[ROWS].buf, .labels = held[LABELS].buf,
                         .live = held[LIVE].buf, .theta = held[THETA].buf};
}

PyObject *network_train(PyObject *self, PyObject *args)
{
    enum { VELOCITY = COMMON, NUMBER, RATE, MOMENTUM, FACTOR, NEXT, ALL };
    Py_buffer held[ALL] = {{0}};
    PyObject *answer = NULL;
    long long seed, epoch, position, updates;
    int set, failed;
    (void)self;

    if (!PyArg_ParseTuple(args, "iy*y*y*y*y*y*y*w*w*y*y*y*y*LLLLw*", &set, held + SHAPE_, held + STARTS, held + INPUT,
                          held + VALUES, held + ROWS, held + LABELS, held + LIVE, held + THETA, held + VELOCITY,
                          held + NUMBER, held + RATE, held + MOMENTUM, held + FACTOR, &seed, &epoch, &position,
                          &updates, held + NEXT))
        return NULL;
    const Py_ssize_t count = held[LIVE].len;
    if (!is_set(set) || !fits(held, count) || held[VELOCITY].len != held[THETA].len || held[NUMBER].len != 4 * count ||
        held[RATE].len != 8 * count || held[MOMENTUM].len != 8 * count || held[FACTOR].len < 8 ||
        held[NEXT].len != sizeof(int64_t)) {
        answer = refused();
    } else {
        NetworkWork work = common(held);
        work.velocity = held[VELOCITY].buf, work.number = held[NUMBER].buf;
        work.rate = held[RATE].buf, work.momentum = held[MOMENTUM].buf;
        work.factor = held[FACTOR].buf, work.factors = held[FACTOR].len / 8;
        work.seed = seed, work.epoch = epoch, work.position = position, work.updates = updates;
        Py_BEGIN_ALLOW_THREADS;
        failed = share(SETS[set].train, &work, held[NEXT].buf, count);
        Py_END_ALLOW_THREADS;
        answer = failed ? PyErr_NoMemory() : Py_NewRef(Py_None);
    }
    release(held, ALL);
    return answer;
}

PyObject *network_measure(PyObject *self, PyObject *args)
{
    enum { GRADIENT = COMMON, LOSSES, CORRECT, NEXT, ALL };
    Py_buffer held[ALL] = {{0}};
    PyObject *answer = NULL;
    int set, failed;
    (void)self;

    if (!PyArg_ParseTuple(args, "iy*y*y*y*y*y*y*y*w*w*w*w*", &set, held + SHAPE_, held + STARTS, held + INPUT,
                          held + VALUES, held + ROWS, held + LABELS, held + LIVE, held + THETA, held + GRADIENT,
                          held + LOSSES, held + CORRECT, held + NEXT))
        return NULL;
    const Py_ssize_t count = held[LIVE].len;
    if (!is_set(set) || !fits(held, count) || (held[GRADIENT].len && held[GRADIENT].len != held[THETA].len) ||
        held[LOSSES].len != 8 * count || held[CORRECT].len != 4 * count || held[NEXT].len != sizeof(int64_t)) {
        answer = refused();
    } else {
        NetworkWork work = common(held);
        work.gradient = held[GRADIENT].len ? held[GRADIENT].buf : NULL;
        work.losses = held[LOSSES].buf, work.correct = held[CORRECT].buf;
        Py_BEGIN_ALLOW_THREADS;
        failed = share(SETS[set].measure, &work, held[NEXT].buf, count);
        Py_END_ALLOW_THREADS;
        answer = failed ? PyErr_NoMemory() : Py_NewRef(Py_None);
    }
    release(held, ALL);
    return answer;
}
