/**
 * What changes while a plan is made: counts by zone, the capacity ledger, promised evictions,
 * moves, the budget of steps.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.state;
