/**
 * The scheduling cycle: everybody's turn in order, evacuation, failback, growth, preemption,
 * rebalancing.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.cycle;
