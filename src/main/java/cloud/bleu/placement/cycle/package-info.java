/**
 * The scheduling cycle: everybody's turn in order, evacuation, failback, growth, preemption,
 * rebalancing, and what is said where it fails.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.cycle;
