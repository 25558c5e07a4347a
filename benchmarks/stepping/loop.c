/* Gradient descent on (prod w - y)^2/2 with MPFR: the loop that the backends are compared with.
 *
 *   loop BITS STEPS STEP TARGET W_1 ... W_K     (rationals)
 *
 * Prints the seconds, and the mantissa and exponent of P.
 *
 * An update makes the same operations as the Python backends: suffix products, then a running
 * product of the weights before, w_j -= head * tail_j. No number is allocated inside of the loop.
 */
#include <stdio.h>
#include <mpfr.h>
#include <stdlib.h>
#include <time.h>

static void rational(mpfr_t x, const char *text)
{
    mpq_t q;
    mpq_init(q);
    if (mpq_set_str(q, text, 10) != 0) {
        fprintf(stderr, "%s is not a rational\n", text);
        exit(2);
    }
    mpq_canonicalize(q);
    mpfr_set_q(x, q, MPFR_RNDN);
    mpq_clear(q);
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fprintf(stderr, "usage: loop BITS STEPS STEP TARGET W...\n");
        return 2;
    }
    mpfr_prec_t bits = atol(argv[1]);
    long steps = atol(argv[2]), k = argc - 5;
    mpfr_t step, target, head, move, *w = malloc(k * sizeof *w), *tail = malloc(k * sizeof *tail);
    mpfr_inits2(bits, step, target, head, move, (mpfr_ptr) 0);
    rational(step, argv[3]);
    rational(target, argv[4]);
    for (long j = 0; j < k; j++) {
        mpfr_init2(w[j], bits);
        mpfr_init2(tail[j], bits);
        rational(w[j], argv[5 + j]);
    }
    struct timespec begin, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    for (long t = 0; t < steps; t++) {
        mpfr_set_ui(tail[k - 1], 1, MPFR_RNDN);
        for (long j = k - 2; j >= 0; j--)
            mpfr_mul(tail[j], tail[j + 1], w[j + 1], MPFR_RNDN);
        mpfr_mul(head, tail[0], w[0], MPFR_RNDN);
        mpfr_sub(head, head, target, MPFR_RNDN);
        mpfr_mul(head, head, step, MPFR_RNDN);
        for (long j = 0; j < k; j++) {
            mpfr_mul(move, head, tail[j], MPFR_RNDN);
            if (j < k - 1)
                mpfr_mul(head, head, w[j], MPFR_RNDN);
            mpfr_sub(w[j], w[j], move, MPFR_RNDN);
        }
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    mpfr_set(head, w[k - 1], MPFR_RNDN);
    for (long j = k - 2; j >= 0; j--)
        mpfr_mul(head, head, w[j], MPFR_RNDN);
    mpz_t mantissa;
    mpz_init(mantissa);
    mpfr_exp_t exponent = mpfr_get_z_2exp(mantissa, head);
    double seconds = end.tv_sec - begin.tv_sec + 1e-9 * (end.tv_nsec - begin.tv_nsec);
    gmp_printf("%.9f %Zd %ld\n", seconds, mantissa, (long) exponent);
    return 0;
}
