/**
 * A decision between the records of the API and those of the engine: how its evacuation plan is
 * written, and how it is read by whoever has a WorkloadPlacement or an entry of the ledger.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.decision;
