/**
 * What changes while a plan is made: counts by zone, the capacity ledger, promised evictions,
 * moves, the budget of steps.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.state;
