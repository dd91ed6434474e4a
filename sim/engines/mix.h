/* The words that a shuffle is made of; see sim/shuffle.py. INLINE says how a function is compiled. */
#ifndef MIX_H
#define MIX_H

#define GOLDEN 0x9E3779B9u

INLINE unsigned mix(unsigned h)
{
    h ^= h >> 16;
    h *= 0x21F0AAADu;
    h ^= h >> 15;
    h *= 0xD35A2D97u;
    return h ^ h >> 15;
}

/* What a trajectory's epoch is shuffled with. */
INLINE unsigned stream_of(unsigned seed, unsigned trajectory, unsigned epoch)
{
    return mix(mix(mix(seed + GOLDEN) + trajectory) + mix(epoch ^ 0x85EBCA6Bu));
}

/* The scrambled word of the n-th example. */
INLINE unsigned word_of(unsigned stream, unsigned n) { return mix(stream + n * GOLDEN); }

#endif
