/**
 * The engine asked about estates that are not: where everything comes to rest, what a loss takes,
 * and whether what workloads were promised for it would hold.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.simulation;
