/**
 * BleuWorkload and WorkloadPlacement to what must be placed and what is in force.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.workload;
