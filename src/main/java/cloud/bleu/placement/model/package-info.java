/**
 * The words of the engine: zones, providers, quantities, losses, facts with their provenance.
 * Values without behaviour beyond their own.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.model;
