/* Constants of Python's modules: the monomials of a landscape in the order of sim/landscape.py, how examples are
   sampled in the order of SAMPLINGS in program.py, and the places of what a frame counts. */
#ifndef MONOMIALS

#define MONOMIALS 15
#define EACH_MONOMIAL(TERM)                                                                                            \
    TERM(1, 1, 0) TERM(2, 0, 1) TERM(3, 2, 0) TERM(4, 1, 1) TERM(5, 0, 2) TERM(6, 3, 0) TERM(7, 2, 1) TERM(8, 1, 2)    \
    TERM(9, 0, 3) TERM(10, 4, 0) TERM(11, 3, 1) TERM(12, 2, 2) TERM(13, 1, 3) TERM(14, 0, 4)

enum { RESHUFFLE, ONCE, INDEX, REPLACEMENT };

#define BINS 32 /* cells of the density along x and along y, as in sim/engines/tally.py */
#define SOLVED_AT (BINS * BINS + 1) /* places of the counts that follow those of the cells; one is for those outside */
#define DIVERGED_AT (BINS * BINS + 2)
#define COUNTS (BINS * BINS + 3)

#endif
