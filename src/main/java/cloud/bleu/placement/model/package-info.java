/**
 * The words of the engine: zones, providers, quantities, losses, facts with their provenance.
 * Values without behaviour beyond their own.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.model;
