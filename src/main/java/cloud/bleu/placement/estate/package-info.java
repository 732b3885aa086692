/**
 * What a plan is made from and what comes out: the frozen estate, workloads, rules as policies
 * state them, verdicts, decisions, the plan.
 *
 * <p>It may import {@code placement.message}, {@code placement.model} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.estate;
