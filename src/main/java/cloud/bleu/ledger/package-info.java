/**
 * The decisions in force, written once and read back: WorkloadPlacements, gates, and the one object
 * that orders them.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.ledger;
