/* The passes over networks: training, and the loss with its gradient. It is included after perceptron.h. */

/* Adds scale times the gradient of one example's loss to the arrays `first`, `second` and, if it is not 0, `turned`.
   total: what `forward` has returned for this example. */
INLINE void backward(Scratch *n, const NetworkWork *w, int32_t row, int label, float total, float scale, float *first,
                     float *second, float *turned, int H, int O)
{
    const NetworkShape *s = w->shape;
    const int32_t stop = w->starts[row + 1];
    const F by_scale = all(scale), share = all(1.0f / total);
    F e[O / LANES_OF], d[H / LANES_OF];
    EACH for (int v = 0; v < O / LANES_OF; v++)
    {
        e[v] = (load(n->p + v * LANES_OF) * share - load(n->wanted + label * O + v * LANES_OF)) * by_scale;
        store(n->z + v * LANES_OF, e[v]);
    }
    EACH for (int v = 0; v < H / LANES_OF; v++) d[v] = all(0.0f);
    for (int o = 0; o < s->outputs; o++)
        EACH for (int v = 0; v < H / LANES_OF; v++) d[v] += all(n->z[o]) * load(n->turned + o * H + v * LANES_OF);
    EACH for (int v = 0; v < H / LANES_OF; v++)
    {
        const F h = load(n->h + v * LANES_OF);
        d[v] *= all(1.0f) - h * h;
    }
    for (int32_t at = w->starts[row]; at < stop; at++) {
        float *to = first + w->input[at] * H;
        const F by = all(w->values[at]);
        EACH for (int v = 0; v < H / LANES_OF; v++) store(to + v * LANES_OF, load(to + v * LANES_OF) + by * d[v]);
    }
    float *bias = first + s->inputs * H;
    EACH for (int v = 0; v < H / LANES_OF; v++) store(bias + v * LANES_OF, load(bias + v * LANES_OF) + d[v]);
    for (int h = 0; h < s->hidden; h++)
        EACH for (int v = 0; v < O / LANES_OF; v++)
        {
            float *to = second + h * O + v * LANES_OF;
            store(to, load(to) + all(n->h[h]) * e[v]);
        }
    EACH for (int v = 0; v < O / LANES_OF; v++)
    {
        float *to = second + s->hidden * O + v * LANES_OF;
        store(to, load(to) + e[v]);
    }
    if (turned)
        for (int o = 0; o < s->outputs; o++)
            EACH for (int v = 0; v < H / LANES_OF; v++)
            {
                float *to = turned + o * H + v * LANES_OF;
                store(to, load(to) + all(n->z[o]) * load(n->h + v * LANES_OF));
            }
}

/* Makes the update m ← λm − ηg, θ ← θ + m, and clears g. rate: η divided by the number of examples in g.
   Without momentum m is not kept. */
INLINE void update(float *theta, float *velocity, float *gradient, long count, float rate, float momentum)
{
    const F by_rate = all(rate), kept = all(momentum);
    for (long n = 0; n < count; n += LANES_OF) {
        F m = -(by_rate * load(gradient + n));
        if (momentum != 0) {
            m = kept * load(velocity + n) + m;
            store(velocity + n, m);
        }
        store(theta + n, load(theta + n) + m);
        store(gradient + n, all(0.0f));
    }
}

/* Writes the order of the examples in an epoch to n->order; see sim/shuffle.py. It sorts by 11 bits at a time. */
INLINE void shuffle(Scratch *n, const NetworkWork *w, uint32_t number, uint32_t epoch)
{
    enum { BITS_AT_ONCE = 11, BUCKETS = 1 << BITS_AT_ONCE };
    const NetworkShape *s = w->shape;
    const uint32_t count = (uint32_t)s->examples, low = (uint32_t)s->low;
    const uint32_t stream = stream_of((uint32_t)w->seed, number, s->sampling == ONCE ? 0 : epoch);
    if (s->sampling == INDEX) {
        for (uint32_t i = 0; i < count; i++) n->order[i] = i;
        return;
    }
    for (uint32_t i = 0; i < count; i++) n->order[i] = word_of(stream, i);
    if (s->sampling == REPLACEMENT) {
        for (uint32_t i = 0; i < count; i++) n->order[i] = (uint32_t)((uint64_t)n->order[i] * count >> 32);
        return;
    }
    for (uint32_t i = 0; i < count; i++) n->order[i] = (n->order[i] & ~low) | i;
    for (int bit = 32 - __builtin_clz(low); bit < 32; bit += BITS_AT_ONCE) {
        uint32_t ends[BUCKETS] = {0}, sum = 0, *swapped = n->order;
        for (uint32_t i = 0; i < count; i++) ends[n->order[i] >> bit & (BUCKETS - 1)]++;
        for (int b = 0; b < BUCKETS; b++) sum += ends[b], ends[b] = sum - ends[b];
        for (uint32_t i = 0; i < count; i++) n->spare[ends[n->order[i] >> bit & (BUCKETS - 1)]++] = n->order[i];
        n->order = n->spare, n->spare = swapped;
    }
    for (uint32_t i = 0; i < count; i++) n->order[i] &= low;
}

INLINE void train(Scratch *n, const NetworkWork *w, long k, int H, int O)
{
    const NetworkShape *s = w->shape;
    const long one = ((long)s->inputs + 1) * H, two = ((long)s->hidden + 1) * O;
    const int32_t *rows = w->rows + k * s->examples;
    const uint8_t *labels = w->labels + k * s->examples;
    const float momentum = (float)w->momentum[k];
    const int is_full = s->batch == s->examples && s->sampling != REPLACEMENT;
    long epoch = w->epoch, position = w->position;

    if (is_full)
        for (int i = 0; i < s->examples; i++) n->order[i] = (uint32_t)i;
    for (long u = 0; u < w->updates; u++, position++) {
        if (position == s->updates_in_epoch) epoch++, position = 0;
        if (!is_full && (!u || !position)) shuffle(n, w, w->number[k], (uint32_t)epoch);
        const long from = position * s->batch, rest = s->examples - from;
        const int b = (int)(rest < s->batch ? rest : s->batch);
        const float eta = (float)(w->rate[k] * w->factor[u < w->factors ? u : w->factors - 1]);
        float largest;
        if (b == 1 && momentum == 0) { /* The gradient is that of one example, and needs no place of its own. */
            const uint32_t i = n->order[from];
            const float total = forward(n, w, rows[i], &largest, H, O);
            backward(n, w, rows[i], labels[i], total, -eta, n->first, n->second, n->turned, H, O);
            continue;
        }
        for (long at = from; at < from + b; at++) {
            const uint32_t i = n->order[at];
            const float total = forward(n, w, rows[i], &largest, H, O);
            backward(n, w, rows[i], labels[i], total, 1, n->gradient_1, n->gradient_2, 0, H, O);
        }
        const float rate = eta * (1.0f / (float)b);
        update(n->first, n->velocity_1, n->gradient_1, one, rate, momentum);
        update(n->second, n->velocity_2, n->gradient_2, two, rate, momentum);
        turn(n, s, H, O);
    }
}

int PASS(train, SET)(const NetworkWork *w, long k)
{
    const NetworkShape *s = w->shape;
    const int H = padded(s->hidden), O = padded(s->outputs);
    const long one = ((long)s->inputs + 1) * s->hidden, count = one + ((long)s->hidden + 1) * s->outputs;
    float *theta = w->theta + k * count, *velocity = w->velocity + k * count;
    Scratch n;
    if (!w->live[k]) return 0;
    if (PASS(scratch, SET)(&n, s)) return -1;
    take(&n, s, theta, H, O);
    spread(n.velocity_1, velocity, s->inputs + 1, s->hidden, H);
    spread(n.velocity_2, velocity + one, s->hidden + 1, s->outputs, O);
    if (H == 32 && O == 16) train(&n, w, k, 32, 16); /* Known sizes stay in registers. */
    else train(&n, w, k, H, O);
    gather(theta, n.first, s->inputs + 1, s->hidden, H);
    gather(theta + one, n.second, s->hidden + 1, s->outputs, O);
    gather(velocity, n.velocity_1, s->inputs + 1, s->hidden, H);
    gather(velocity + one, n.velocity_2, s->hidden + 1, s->outputs, O);
    free(n.memory);
    return 0;
}

INLINE void measure(Scratch *n, const NetworkWork *w, long k, int H, int O)
{
    const NetworkShape *s = w->shape;
    const int32_t *rows = w->rows + k * s->examples;
    const uint8_t *labels = w->labels + k * s->examples;
    double sum = 0;
    int32_t correct = 0;
    for (int i = 0; i < s->examples; i++) {
        float largest;
        const float total = forward(n, w, rows[i], &largest, H, O), own = n->z[labels[i]];
        int is_first = 1; /* whether the output of the label is the first of the largest */
        for (int o = 0; o < s->outputs; o++) is_first &= o < labels[i] ? n->z[o] < own : n->z[o] <= own;
        correct += is_first;
        sum += logarithm(total) - (double)(own - largest);
        if (w->gradient) backward(n, w, rows[i], labels[i], total, 1, n->gradient_1, n->gradient_2, 0, H, O);
    }
    w->losses[k] = sum / s->examples, w->correct[k] = correct;
}

int PASS(measure, SET)(const NetworkWork *w, long k)
{
    const NetworkShape *s = w->shape;
    const int H = padded(s->hidden), O = padded(s->outputs);
    const long one = ((long)s->inputs + 1) * s->hidden, count = one + ((long)s->hidden + 1) * s->outputs;
    Scratch n;
    if (!w->live[k]) return 0;
    if (PASS(scratch, SET)(&n, s)) return -1;
    take(&n, s, w->theta + k * count, H, O);
    if (H == 32 && O == 16) measure(&n, w, k, 32, 16);
    else measure(&n, w, k, H, O);
    if (w->gradient) {
        float *to = w->gradient + k * count;
        gather(to, n.gradient_1, s->inputs + 1, s->hidden, H);
        gather(to + one, n.gradient_2, s->hidden + 1, s->outputs, O);
        for (long i = 0; i < count; i++) to[i] *= 1.0f / (float)s->examples;
    }
    free(n.memory);
    return 0;
}
