/**
 * What goes along with a workload to another cluster: which objects its pods mention, how a copy of
 * one looks, whom it belongs to, and how it is written.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.companion;
