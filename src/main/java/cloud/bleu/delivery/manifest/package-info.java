/**
 * The objects that a decision asks for: children, PodDisruptionBudget, NetworkPolicy, their names
 * and labels. Pure, and without owners.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.manifest;
