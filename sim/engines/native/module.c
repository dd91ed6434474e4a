/* The Python module `core`: the instruction sets of this processor, and the passes over trajectories. It uses the stable ABI of Python
   3.11. */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#define _GNU_SOURCE
#include <Python.h>
#ifdef __linux__
#include <sched.h>
#endif

#include "module.h"
#include "work.h"

#define DECLARED(set)                                                                                                  \
    Pass advance_##set##_float, advance_##set##_double, tally_##set##_float, tally_##set##_double,                     \
        losses_##set##_float, losses_##set##_double
DECLARED(plain);
#if defined(__x86_64__)
DECLARED(avx2);
DECLARED(avx512);
#endif

/* Each pass for float and for double. */
static const struct {
    const char *name;
    Pass *advance[2], *tally[2], *losses[2];
} SETS[] = {
#define ENTRY(set)                                                                                                     \
    {#set, {advance_##set##_float, advance_##set##_double}, {tally_##set##_float, tally_##set##_double},               \
     {losses_##set##_float, losses_##set##_double}}
    ENTRY(plain),
#if defined(__x86_64__)
    ENTRY(avx2),
    ENTRY(avx512),
#endif
};

/* Returns how many of SETS this processor has. A processor that has one of them has those before it too. */
static int there(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 1;
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") ? 3 : 2;
#else
    return 1;
#endif
}

static PyObject *sets(PyObject *self, PyObject *none)
{
    PyObject *names = PyTuple_New(there());
    (void)self, (void)none;
    for (int n = 0; names && n < there(); n++) {
        PyObject *name = PyUnicode_FromString(SETS[n].name);
        if (!name || PyTuple_SetItem(names, n, name)) Py_CLEAR(names);
    }
    return names;
}

static PyObject *processor(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
#ifdef __linux__
    return PyLong_FromLong(sched_getcpu());
#else
    return PyLong_FromLong(-1);
#endif
}

#define PIECE (4 * BLOCK) /* trajectories that a thread takes at a time, so few that all threads finish together */

/* Works on trajectories, taking the next piece from `next` until none are left; other threads do the same at the same
   time. Returns the results of the pass joined by "or", or -1 if there is not enough memory. */
static int share(Pass *pass, const Work *work, int64_t *next, int64_t count)
{
    int found = 0;
    for (;;) {
        const int64_t start = __atomic_fetch_add(next, PIECE, __ATOMIC_RELAXED);
        if (start < 0 || start >= count) return found;
        const int one = pass(work, (long)start, (long)(count - start < PIECE ? count : start + PIECE));
        if (one < 0) return -1;
        found |= one;
    }
}

PyObject *refused(void)
{
    PyErr_SetString(PyExc_ValueError, "an array is not as long as the work says");
    return NULL;
}

void release(Py_buffer *held, int buffers)
{
    for (int n = 0; n < buffers; n++) PyBuffer_Release(held + n);
}

int is_set(int set) { return set >= 0 && set < there(); }

/* Returns how many numbers the wells of a landscape have in a table. */
static Py_ssize_t in_wells(const Shape *shape) { return shape->wells * (3 + 3 * (Py_ssize_t)shape->stride); }

enum { SHAPE_, NETWORK, TABLE, LOSS, ETA, MOMENTUM, RATE, TRAJECTORY, X, Y, VX, VY, INSIDE, SOLVED, DIVERGED, NEXT, BUFFERS };

/* Returns whether every buffer has the size that the work needs, so that a mistake in Python cannot damage memory. */
static int fits(const Py_buffer *held, Py_ssize_t count, int is_double)
{
    const Py_ssize_t number = is_double ? 8 : 4;
    const Shape *shape = held[SHAPE_].buf;
    if (held[SHAPE_].len != sizeof *shape || held[NETWORK].len != 8 * (Py_ssize_t)shape->comparators) return 0;
    const Py_ssize_t columns = shape->columns * (Py_ssize_t)shape->stride, ellipses = 4 * (Py_ssize_t)shape->ellipses;
    if (held[TABLE].len != number * (columns + 2 * MONOMIALS + in_wells(shape) + ellipses)) return 0;
    if (held[LOSS].len != 8 * (1 + MONOMIALS + in_wells(shape))) return 0;
    if (held[ETA].len < number || held[NEXT].len != sizeof(int64_t)) return 0;
    for (int n = MOMENTUM; n < NEXT; n++) {
        const int is_shared = n <= RATE && held[n].len == number;
        if (!is_shared && held[n].len != count * (n >= INSIDE || n == TRAJECTORY ? 4 : number)) return 0;
    }
    return 1;
}

static PyObject *advance(PyObject *self, PyObject *args)
{
    Py_buffer held[BUFFERS] = {{0}};
    PyObject *answer = NULL;
    Work work = {0};
    long long seed, update, updates, epoch, position;
    int set, is_double, moved;
    (void)self;

    if (!PyArg_ParseTuple(args, "iy*y*y*y*y*y*y*y*w*w*w*w*w*w*w*pLLLLLiw*", &set, held + SHAPE_, held + NETWORK,
                          held + TABLE, held + LOSS, held + ETA, held + MOMENTUM, held + RATE, held + TRAJECTORY,
                          held + X, held + Y, held + VX, held + VY, held + INSIDE, held + SOLVED, held + DIVERGED,
                          &is_double, &seed, &update, &updates, &epoch, &position, &work.hold, held + NEXT))
        return NULL;
    const Py_ssize_t count = held[TRAJECTORY].len / 4, number = is_double ? 8 : 4;
    if (!is_set(set) || !fits(held, count, is_double)) {
        answer = refused();
    } else {
        work.shape = held[SHAPE_].buf, work.network = held[NETWORK].buf;
        work.table = held[TABLE].buf, work.loss = held[LOSS].buf;
        work.eta = held[ETA].buf, work.etas = held[ETA].len / number;
        work.momentum = held[MOMENTUM].buf, work.rate = held[RATE].buf, work.trajectory = held[TRAJECTORY].buf;
        work.shares_momentum = held[MOMENTUM].len == number, work.shares_rate = held[RATE].len == number;
        work.x = held[X].buf, work.y = held[Y].buf, work.vx = held[VX].buf, work.vy = held[VY].buf;
        work.inside = held[INSIDE].buf, work.solved = held[SOLVED].buf, work.diverged = held[DIVERGED].buf;
        work.seed = seed, work.update = update, work.updates = updates, work.epoch = epoch, work.position = position;
        Py_BEGIN_ALLOW_THREADS;
        moved = share(SETS[set].advance[!!is_double], &work, held[NEXT].buf, count);
        Py_END_ALLOW_THREADS;
        answer = moved < 0 ? PyErr_NoMemory() : PyBool_FromLong(moved);
    }
    release(held, BUFFERS);
    return answer;
}

static PyObject *losses(PyObject *self, PyObject *args)
{
    enum { OWN_SHAPE, OWN_LOSS, AT_X, AT_Y, TO, TAKEN, ALL };
    Py_buffer held[ALL] = {{0}};
    PyObject *answer = NULL;
    Work work = {0};
    int set, is_double;
    (void)self;

    if (!PyArg_ParseTuple(args, "iy*y*y*y*pw*w*", &set, held + OWN_SHAPE, held + OWN_LOSS, held + AT_X, held + AT_Y,
                          &is_double, held + TO, held + TAKEN))
        return NULL;
    const Py_ssize_t count = held[TO].len / 8, bytes = count * (is_double ? 8 : 4);
    work.shape = held[OWN_SHAPE].buf;
    if (!is_set(set) || held[OWN_SHAPE].len != sizeof(Shape) || held[TAKEN].len != sizeof(int64_t) ||
        held[OWN_LOSS].len != 8 * (1 + MONOMIALS + in_wells(work.shape)) || held[AT_X].len != bytes ||
        held[AT_Y].len != bytes) {
        answer = refused();
    } else {
        work.loss = held[OWN_LOSS].buf, work.x = held[AT_X].buf, work.y = held[AT_Y].buf, work.to = held[TO].buf;
        Py_BEGIN_ALLOW_THREADS;
        share(SETS[set].losses[!!is_double], &work, held[TAKEN].buf, count);
        Py_END_ALLOW_THREADS;
        answer = Py_NewRef(Py_None);
    }
    release(held, ALL);
    return answer;
}

static PyObject *tally(PyObject *self, PyObject *args)
{
    enum { REGION, AT_X, AT_Y, BY_X, BY_Y, OWN_SOLVED, OWN_DIVERGED, FOUND, TAKEN, ALL };
    Py_buffer held[ALL] = {{0}};
    PyObject *answer = NULL;
    Work work = {0};
    int64_t counts[COUNTS] = {0}; /* of this thread */
    double longest = 0;
    int set, is_double, wrong = 0;
    (void)self;

    if (!PyArg_ParseTuple(args, "iy*y*y*y*y*y*y*pw*w*", &set, held + REGION, held + AT_X, held + AT_Y, held + BY_X,
                          held + BY_Y, held + OWN_SOLVED, held + OWN_DIVERGED, &is_double, held + FOUND, held + TAKEN))
        return NULL;
    const Py_ssize_t count = held[OWN_SOLVED].len / 4, number = is_double ? 8 : 4;
    for (int n = AT_X; n <= BY_Y; n++) wrong |= held[n].len != count * number;
    if (!is_set(set) || wrong || held[REGION].len != 6 * number || held[OWN_DIVERGED].len != 4 * count ||
        held[FOUND].len != sizeof counts || held[TAKEN].len != sizeof(int64_t)) {
        answer = refused();
    } else {
        int64_t *found = held[FOUND].buf;
        work.region = held[REGION].buf, work.counts = counts, work.longest = &longest;
        work.x = held[AT_X].buf, work.y = held[AT_Y].buf, work.vx = held[BY_X].buf, work.vy = held[BY_Y].buf;
        work.solved = held[OWN_SOLVED].buf, work.diverged = held[OWN_DIVERGED].buf;
        Py_BEGIN_ALLOW_THREADS;
        share(SETS[set].tally[!!is_double], &work, held[TAKEN].buf, count);
        for (int n = 0; n < COUNTS; n++)
            if (counts[n]) __atomic_fetch_add(found + n, counts[n], __ATOMIC_RELAXED);
        Py_END_ALLOW_THREADS;
        answer = PyFloat_FromDouble(longest);
    }
    release(held, ALL);
    return answer;
}

static PyMethodDef METHODS[] = {
    {"sets", sets, METH_NOARGS, "Return the names of the instruction sets of this processor, the fastest last."},
    {"processor", processor, METH_NOARGS, "Return the number of the processor that runs this thread, -1 if unknown."},
    {"advance", advance, METH_VARARGS, "Move the trajectories that no thread has taken yet. Return whether any moved."},
    {"losses", losses, METH_VARARGS, "Write the full loss of the trajectories that no thread has taken yet."},
    {"train", network_train, METH_VARARGS, "Train the networks that no thread has taken yet."},
    {"measure", network_measure, METH_VARARGS, "Measure the networks that no thread has taken yet."},
    {"tally", tally, METH_VARARGS, "Count the trajectories that no thread has taken yet. Return their largest |m|^2."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "core", "Passes over trajectories in C.", -1, METHODS,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_core(void) { return PyModule_Create(&MODULE); }
