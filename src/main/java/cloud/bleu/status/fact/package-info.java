/**
 * What objects state as facts, who says so, and when a fact has to be confirmed again or ends.
 * Pure.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status.fact;
