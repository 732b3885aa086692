/**
 * What a plan is made from and what comes out: the frozen estate, workloads, rules as policies
 * state them, verdicts, decisions, the plan.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.estate;
