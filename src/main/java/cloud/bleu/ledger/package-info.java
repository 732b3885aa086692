/**
 * The decisions in force, written once and read back: WorkloadPlacements, gates, and the one
 * object that orders them.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.ledger;
