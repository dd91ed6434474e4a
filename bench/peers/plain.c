// The experiment in plain C: blocks of LANES trajectories, where the compiler vectorises every loop over a block. The
// file network.h, which c_peer.py writes, defines N, B, LANES, REAL, EXP, the experiment's numbers, and the network that
// sorts N keys.
#include <math.h>
#include <stdint.h>
#include "network.h"

static const REAL linear_x[N] = {LINEAR_X}, linear_y[N] = {LINEAR_Y}, centre_x[N] = {CENTRE_X}, centre_y[N] = {CENTRE_Y};

static inline uint32_t mix(uint32_t h) {
    h ^= h >> 16;
    h *= 0x21F0AAADu;
    h ^= h >> 15;
    h *= 0xD35A2D97u;
    return h ^ h >> 15;
}

static void shuffle(uint32_t order[N][LANES], const uint32_t *trajectory, uint32_t epoch) {
    const uint32_t start = mix(START), of_epoch = mix(epoch ^ EPOCH);
#pragma omp simd
    for (int l = 0; l < LANES; l++) {
        const uint32_t stream = mix(mix(trajectory[l] + start) + of_epoch);
#define KEY(n) uint32_t k##n = (mix(stream + n * 0x9E3779B9u) & ~(uint32_t)LOW) | n;
#define SORT(i, j)                                            \
    {                                                         \
        const uint32_t a = k##i, b = k##j;                    \
        k##i = a < b ? a : b;                                 \
        k##j = a < b ? b : a;                                 \
    }
#define ORDER(n) order[n][l] = k##n & LOW;
        KEYS NETWORK ORDERS
    }
}

// Adds the gradient of the well at the centre that one example gives it.
#define WELL(cx, cy)                                                              \
    {                                                                             \
        const REAL ux = x[l] - (cx), uy = y[l] - (cy);                            \
        const REAL px = (REAL)A11 * ux, py = (REAL)A22 * uy;                      \
        const REAL bump = (REAL)AMPLITUDE * EXP((REAL)-0.5 * (ux * px + uy * py)); \
        sx += bump * px;                                                          \
        sy += bump * py;                                                          \
    }

void advance(long count, const uint32_t *trajectory, REAL *xs, REAL *ys, REAL *vxs, REAL *vys, int32_t *insides,
             int32_t *solved, int32_t *diverged, int32_t done, int32_t updates) {
    uint32_t order[N][LANES];
    for (long first = 0; first < count; first += LANES) {
        REAL x[LANES], y[LANES], vx[LANES], vy[LANES];
        int32_t inside[LANES], solved_at[LANES], diverged_at[LANES];
        for (int l = 0; l < LANES; l++) {
            x[l] = xs[first + l], y[l] = ys[first + l], vx[l] = vxs[first + l], vy[l] = vys[first + l];
            inside[l] = insides[first + l], solved_at[l] = solved[first + l], diverged_at[l] = diverged[first + l];
        }
        for (int32_t update = done; update < done + updates; update++) {
#if B < N
            const int position = update % (N / B);
            if (position == 0) shuffle(order, trajectory + first, (uint32_t)update / (N / B));
            uint32_t(*const rows)[LANES] = order + position * B;
#endif
#pragma omp simd
            for (int l = 0; l < LANES; l++) {
                REAL gx = 0, gy = 0, sx = 0, sy = 0;
#if B < N
#pragma GCC unroll 64
                for (int b = 0; b < B; b++) {
                    const uint32_t row = rows[b][l];
                    gx += linear_x[row];
                    gy += linear_y[row];
                    WELL(centre_x[row], centre_y[row])
                }
                gx *= (REAL)1 / B;
                gy *= (REAL)1 / B;
#else
                gx = (REAL)MEAN_X;
                gy = (REAL)MEAN_Y;
#pragma GCC unroll 64
                for (int n = 0; n < N; n++) WELL(centre_x[n], centre_y[n])
#endif
                gx += (REAL)QUADRATIC_X * x[l] + sx * ((REAL)1 / B);
                gy += (REAL)QUADRATIC_Y * y[l] + sy * ((REAL)1 / B);
                const REAL mx = (REAL)MOMENTUM * vx[l] - (REAL)RATE * gx, my = (REAL)MOMENTUM * vy[l] - (REAL)RATE * gy;
                const REAL nx = x[l] + mx, ny = y[l] + my;
                const int leaves = !(nx * nx + ny * ny <= (REAL)FARTHEST * (REAL)FARTHEST);
                const int gone = leaves | (diverged_at[l] != 0);
                diverged_at[l] = diverged_at[l] ? diverged_at[l] : leaves ? update + 1 : 0;
                vx[l] = gone ? 0 : mx;
                vy[l] = gone ? 0 : my;
                x[l] = gone ? x[l] : nx;
                y[l] = gone ? y[l] : ny;
                const REAL u = (x[l] - (REAL)GOAL_X) * (REAL)OVER_X, v = (y[l] - (REAL)GOAL_Y) * (REAL)OVER_Y;
                inside[l] = (u * u + v * v <= 1) & !gone ? inside[l] + 1 : 0;
                solved_at[l] = (solved_at[l] == 0) & (inside[l] >= HOLD) ? update + 1 : solved_at[l];
            }
        }
        for (int l = 0; l < LANES; l++) {
            xs[first + l] = x[l], ys[first + l] = y[l], vxs[first + l] = vx[l], vys[first + l] = vy[l];
            insides[first + l] = inside[l], solved[first + l] = solved_at[l], diverged[first + l] = diverged_at[l];
        }
    }
}
