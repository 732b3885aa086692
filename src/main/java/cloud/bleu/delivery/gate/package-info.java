/**
 * What a PlacementGate says, which pods pass it, and which zone the pods of others get. What
 * refuses a pod that it does not let pass are the admission policies in {@code
 * helm/bleu/templates/admission}: the API server asks them, and no class of the operator.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.gate;
