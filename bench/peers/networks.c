/* A network with one hidden layer as one writes it in C, for `-O3 -march=native -ffast-math`. */
#include <math.h>
#include <string.h>

enum { IN = 64, HIDDEN = 32, OUT = 10, FIRST = IN * HIDDEN, SECOND = HIDDEN * OUT, ALL = FIRST + HIDDEN + SECOND + OUT };

/* x: (data, IN). rows, labels: (updates * batch), in the order of training. */
void train(float *theta, const float *x, const int *rows, const unsigned char *labels, int examples, int epochs, int batch,
           float eta)
{
    float *w1 = theta, *b1 = w1 + FIRST, *w2 = b1 + HIDDEN, *b2 = w2 + SECOND;
    for (int e = 0; e < epochs; e++)
        for (int from = 0; from < examples; from += batch) {
            float g[ALL] = {0}, *g1 = g, *c1 = g1 + FIRST, *g2 = c1 + HIDDEN, *c2 = g2 + SECOND;
            const int stop = from + batch < examples ? from + batch : examples;
            for (int i = from; i < stop; i++) {
                const float *in = x + IN * (long)rows[(long)e * examples + i];
                float h[HIDDEN], d[HIDDEN], z[OUT], most = -1e30f, sum = 0;
                memcpy(h, b1, sizeof h), memcpy(z, b2, sizeof z);
                for (int p = 0; p < IN; p++)
                    for (int k = 0; k < HIDDEN; k++) h[k] += in[p] * w1[p * HIDDEN + k];
                for (int k = 0; k < HIDDEN; k++) h[k] = tanhf(h[k]);
                for (int k = 0; k < HIDDEN; k++)
                    for (int o = 0; o < OUT; o++) z[o] += h[k] * w2[k * OUT + o];
                for (int o = 0; o < OUT; o++) most = z[o] > most ? z[o] : most;
                for (int o = 0; o < OUT; o++) sum += z[o] = expf(z[o] - most);
                for (int o = 0; o < OUT; o++) z[o] = z[o] / sum - (o == labels[(long)e * examples + i]);
                for (int k = 0; k < HIDDEN; k++) {
                    d[k] = 0;
                    for (int o = 0; o < OUT; o++) d[k] += z[o] * w2[k * OUT + o], g2[k * OUT + o] += h[k] * z[o];
                    d[k] *= 1 - h[k] * h[k], c1[k] += d[k];
                }
                for (int o = 0; o < OUT; o++) c2[o] += z[o];
                for (int p = 0; p < IN; p++)
                    for (int k = 0; k < HIDDEN; k++) g1[p * HIDDEN + k] += in[p] * d[k];
            }
            for (int n = 0; n < ALL; n++) theta[n] -= eta / (stop - from) * g[n];
        }
}
