/* The kernels of a frame, with one thread per trajectory. source.py puts macros and the shared text before this one. */

/* Writes the full loss of the first `count` trajectories. */
extern "C" __global__ void losses(const double *loss, const REAL *x, const REAL *y, double *to, int count)
{
    const int k = (int)(blockIdx.x * THREADS + threadIdx.x);

    if (k < count) to[k] = FULL_LOSS(loss, x[k], y[k]);
}

/* Counts trajectories by cell, solved and diverged, and finds the largest ‖m‖² in double. A double that is not negative
   is ordered as its bits are. */
extern "C" __global__ void tally(const REAL *region, const REAL *x, const REAL *y, const REAL *vx, const REAL *vy,
                                 const int *solved, const int *diverged, int *counts, double *longest, int count)
{
    const int k = (int)(blockIdx.x * THREADS + threadIdx.x);

    if (k >= count) return;
    const double dx = vx[k], dy = vy[k], length = dx * dx + dy * dy;
    atomicAdd(counts + NAME(cell)(region, x[k], y[k]), 1);
    if (solved[k]) atomicAdd(counts + SOLVED_AT, 1);
    if (diverged[k]) atomicAdd(counts + DIVERGED_AT, 1);
    if (length > *longest) atomicMax((long long *)longest, __double_as_longlong(length));
}
