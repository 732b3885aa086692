/**
 * What a plan is made from and what comes out: the frozen estate, workloads, rules as policies
 * state them, verdicts, decisions, the plan.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.estate;
