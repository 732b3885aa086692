/**
 * What is said of losses of zones that are taken by observation alone. Pure.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status.loss;
