/**
 * A plan for people and for programs, and what the codes in it mean.
 *
 * <p>It may import {@code api.v1alpha1}, {@code ci}, {@code cli.terminal}, {@code credential},
 * {@code evidence.chain}, {@code evidence.change}, {@code evidence.verification}, {@code
 * placement.catalogue}, {@code placement.estate}, {@code placement.explain}, {@code
 * placement.message}, {@code placement.model}, {@code placement.objective}, {@code standing},
 * {@code translate.finding}, {@code translate.manifest}, {@code translate.workload} and nothing
 * else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.plan;
