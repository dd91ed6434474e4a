/* The scrambled words of a shuffle, as in sim/shuffle.py. The includer defines INLINE, the qualifiers of a function. */
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

/* Returns the word that selects the shuffle of a trajectory's epoch. */
INLINE unsigned stream_of(unsigned seed, unsigned trajectory, unsigned epoch)
{
    return mix(mix(mix(seed + GOLDEN) + trajectory) + mix(epoch ^ 0x85EBCA6Bu));
}

/* Returns the scrambled word of example n. */
INLINE unsigned word_of(unsigned stream, unsigned n) { return mix(stream + n * GOLDEN); }

#endif
