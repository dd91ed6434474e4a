/* The Python module `core`: the instruction sets of this processor, and the update. It uses the stable ABI of Python
   3.11. */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#define _GNU_SOURCE
#include <Python.h>
#ifdef __linux__
#include <sched.h>
#endif

#include "work.h"

Advance advance_plain_float, advance_plain_double;
#if defined(__x86_64__)
Advance advance_avx2_float, advance_avx2_double, advance_avx512_float, advance_avx512_double;
#endif

static const struct {
    const char *name;
    Advance *of_float, *of_double;
} SETS[] = {
    {"plain", advance_plain_float, advance_plain_double},
#if defined(__x86_64__)
    {"avx2", advance_avx2_float, advance_avx2_double},
    {"avx512", advance_avx512_float, advance_avx512_double},
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

enum { SHAPE_, NETWORK, TABLE, LOSS, ETA, MOMENTUM, RATE, TRAJECTORY, X, Y, VX, VY, INSIDE, SOLVED, DIVERGED, NEXT, BUFFERS };

/* Returns whether every buffer has the size that the work needs, so that a mistake in Python cannot damage memory. */
static int fits(const Py_buffer *held, Py_ssize_t count, int is_double)
{
    const Py_ssize_t number = is_double ? 8 : 4;
    const Shape *shape = held[SHAPE_].buf;
    if (held[SHAPE_].len != sizeof *shape || held[NETWORK].len != 8 * (Py_ssize_t)shape->comparators) return 0;
    const Py_ssize_t wells = shape->wells * (3 + 3 * (Py_ssize_t)shape->stride);
    const Py_ssize_t table = shape->columns * (Py_ssize_t)shape->stride + 30 + wells + 4 * (Py_ssize_t)shape->ellipses;
    if (held[TABLE].len != number * table || held[LOSS].len != (shape->level ? 8 * (16 + wells) : 0)) return 0;
    if (held[ETA].len < number || held[NEXT].len != sizeof(int64_t)) return 0;
    for (int n = MOMENTUM; n < NEXT; n++)
        if (held[n].len != count * (n >= INSIDE || n == TRAJECTORY ? 4 : number)) return 0;
    return 1;
}

/* Moves trajectories, taking the next piece from `next` until none are left; other threads do the same at the same
   time. Returns whether any trajectory moved, or -1 if there is not enough memory. */
static int share(Advance *move, const Work *work, int64_t *next, int64_t count)
{
    int moved = 0;
    for (;;) {
        const int64_t start = __atomic_fetch_add(next, PIECE, __ATOMIC_RELAXED);
        if (start < 0 || start >= count) return moved;
        const int found = move(work, (long)start, (long)(count - start < PIECE ? count : start + PIECE));
        if (found < 0) return -1;
        moved |= found;
    }
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
    const Py_ssize_t count = held[TRAJECTORY].len / 4;
    if (set < 0 || set >= there() || !fits(held, count, is_double)) {
        PyErr_SetString(PyExc_ValueError, "an array is not as long as the work says");
    } else {
        work.shape = held[SHAPE_].buf, work.network = held[NETWORK].buf;
        work.table = held[TABLE].buf, work.loss = held[LOSS].buf;
        work.eta = held[ETA].buf, work.etas = held[ETA].len / (is_double ? 8 : 4);
        work.momentum = held[MOMENTUM].buf, work.rate = held[RATE].buf, work.trajectory = held[TRAJECTORY].buf;
        work.x = held[X].buf, work.y = held[Y].buf, work.vx = held[VX].buf, work.vy = held[VY].buf;
        work.inside = held[INSIDE].buf, work.solved = held[SOLVED].buf, work.diverged = held[DIVERGED].buf;
        work.seed = seed, work.update = update, work.updates = updates, work.epoch = epoch, work.position = position;
        Py_BEGIN_ALLOW_THREADS;
        moved = share(is_double ? SETS[set].of_double : SETS[set].of_float, &work, held[NEXT].buf, count);
        Py_END_ALLOW_THREADS;
        answer = moved < 0 ? PyErr_NoMemory() : PyBool_FromLong(moved);
    }
    for (int n = 0; n < BUFFERS; n++) PyBuffer_Release(held + n);
    return answer;
}

static PyMethodDef METHODS[] = {
    {"sets", sets, METH_NOARGS, "Return the names of the instruction sets of this processor, the fastest last."},
    {"processor", processor, METH_NOARGS, "Return the number of the processor that runs this thread, -1 if unknown."},
    {"advance", advance, METH_VARARGS, "Move the trajectories that no thread has taken yet. Return whether any moved."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "core", "The update of trajectories in C.", -1, METHODS,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_core(void) { return PyModule_Create(&MODULE); }
