/**
 * Asks a controller to look at one of its objects, and tells which changes can change a decision.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.trigger;
