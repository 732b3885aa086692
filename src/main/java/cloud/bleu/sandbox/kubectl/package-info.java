/**
 * What kubectl asks of an API server and the embedded one does not answer by itself.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.sandbox.kubectl;
