/**
 * Recovery objectives (RTO and RPO) of a workload: what it asks, and whether what it states adds up
 * to that. The engine does not read them.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.objective;
