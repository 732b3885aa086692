/**
 * The target of zones that are clusters of Karmada: an entry of a ResourceBinding for each zone, as
 * a scheduler of Karmada writes it. Karmada carries it out.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.karmada;
