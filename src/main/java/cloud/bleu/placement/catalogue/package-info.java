/**
 * The catalogue of rules, and the answers that they give in one estate, each asked once.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.catalogue;
